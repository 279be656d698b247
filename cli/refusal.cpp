#include "cli/refusal.hpp"

#include <fmt/format.h>

#include "jwtkeep/base/reason_meaning.hpp"

namespace jwtkeep::cli {

base::Result<int> refuse(Session& session, const base::Error& error) {
  if (base::answer(error.reason) != base::Answer::negative) return std::unexpected(error);
  auto& out = session.out();
  if (session.json()) {
    out.document(base::Json::object({{"valid", false},
                                     {"reason", base::word(error.reason)},
                                     {"message", printable(error.what)},
                                     {"hint", printable(base::hint_of(error))}}));
  } else {
    out.error({error.reason, fmt::format("refused: {}: {}", base::word(error.reason), error.what), error.hint});
  }
  return static_cast<int>(base::Answer::negative);
}

}  // namespace jwtkeep::cli
