#include "cli/refusal.hpp"

#include <fmt/format.h>

namespace jwtkeep::cli {

base::Result<int> refuse(Session& session, const base::Error& error) {
  if (base::answer(error.reason) != base::Answer::negative) return std::unexpected(error);
  auto& out = session.out();
  if (session.json()) {
    auto json = base::Json::object(
        {{"valid", false}, {"reason", base::word(error.reason)}, {"message", printable(error.what)}});
    if (!error.hint.empty()) json.set("hint", printable(error.hint));
    out.document(json);
  } else {
    out.error({error.reason, fmt::format("refused: {}: {}", base::word(error.reason), error.what), error.hint});
  }
  return static_cast<int>(base::Answer::negative);
}

}  // namespace jwtkeep::cli
