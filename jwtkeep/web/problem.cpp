#include "jwtkeep/web/problem.hpp"

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/reason_meaning.hpp"
#include "jwtkeep/web/status.hpp"

namespace jwtkeep::web {

Answer problem(int status, std::string_view reason, std::string_view title, std::string_view detail,
               std::string_view hint) {
  auto document = base::Json::object({{"title", title}, {"status", status}, {"reason", reason}});
  if (!detail.empty()) document.set("detail", detail);
  if (!hint.empty()) document.set("hint", hint);
  return Answer(status)
      .with("Content-Type", "application/problem+json")
      .with("Cache-Control", "no-store")
      .text(base::write_json(document));
}

Answer problem(int status, const base::Error& error) {
  return problem(status, base::word(error.reason), phrase(status), error.what, base::hint_of(error));
}

}  // namespace jwtkeep::web
