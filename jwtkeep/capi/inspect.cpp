#include <algorithm>

#include "jwtkeep/capi/guard.hpp"
#include "jwtkeep/capi/handles.hpp"
#include "jwtkeep/jose/jwe_token.hpp"

namespace {

using namespace jwtkeep;

constexpr std::size_t kMostBytes = std::size_t{64} << 10;

base::Result<base::Json> look(std::string_view token) {
  if (std::ranges::count(token, '.') == 4) {
    JWTKEEP_TRY(const auto parsed, jose::EncryptedToken::parse(token, {.size_bytes = kMostBytes}));
    return base::Json::object({{"kind", "encrypted"}, {"header", parsed.protected_header()}});
  }
  JWTKEEP_TRY(const auto parsed, jose::UnverifiedToken::parse(token, {.size_bytes = kMostBytes}));
  auto json = base::Json::object({{"kind", "signed"}, {"header", parsed.header()}});
  if (auto claims = base::parse_json(base::as_text(parsed.untrusted_payload())); claims && claims->is_object()) {
    json.set("claims", *std::move(claims));
  }
  return json;
}

}  // namespace

jwtkeep_error* jwtkeep_inspect(const char* token, size_t size, jwtkeep_text** json) {
  return capi::guarded([&]() -> base::Result<void> {
    JWTKEEP_CHECK(capi::there(static_cast<const void*>(json), "json"));
    JWTKEEP_TRY(const auto bytes, capi::bytes(token, size, "token", kMostBytes));
    JWTKEEP_TRY(const auto seen, look(base::as_text(bytes)));
    *json = new jwtkeep_text{base::write_json(seen)};
    return {};
  });
}
