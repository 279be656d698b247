#include "cli/claims_input.hpp"

#include "cli/input.hpp"

namespace jwtkeep::cli {

base::Result<base::Json> read_claims(const std::string& source) {
  if (source.empty()) return base::Json::object();
  std::string text = source;
  if (source == "-" || source.starts_with('@')) {
    JWTKEEP_TRY(text, read_text_file(source == "-" ? source : source.substr(1)));
  }
  auto claims = base::parse_json(text);
  if (!claims) {
    return base::fail(base::Reason::bad_value, "the claims: " + claims.error().what,
                      "give a JSON object, such as '{\"role\":\"admin\"}', @FILE, or - for standard input");
  }
  if (!claims->is_object())
    return base::fail(base::Reason::bad_value, "the claims are JSON, but not an object",
                      "give a JSON object, such as '{\"role\":\"admin\"}', @FILE, or - for standard input");
  return claims;
}

}  // namespace jwtkeep::cli
