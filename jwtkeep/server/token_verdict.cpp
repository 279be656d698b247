#include "jwtkeep/server/token_verdict.hpp"

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/reason_meaning.hpp"
#include "jwtkeep/server/counters.hpp"

namespace jwtkeep::server {

bool is_of_token(const base::Error& error) noexcept { return static_cast<std::size_t>(error.reason) < kTokenReasons; }

void append_refusal(std::string& out, const base::Error& error) {
  out += R"({"valid":false,"reason":")";
  out += base::word(error.reason);
  out += R"(","detail":)";
  out += base::quote_json(error.what);
  out += R"(,"hint":)";
  out += base::quote_json(base::hint_of(error));
  out += '}';
}

}  // namespace jwtkeep::server
