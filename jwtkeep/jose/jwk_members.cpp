#include "jwtkeep/jose/jwk_members.hpp"

#include "jwtkeep/base/encoding.hpp"

namespace jwtkeep::jose {
namespace {

std::unexpected<base::Error> malformed(std::string_view name, std::string_view what) {
  return base::fail(base::Reason::malformed, "the JWK's \"" + std::string(name) + "\" " + std::string(what));
}

}  // namespace

base::Result<base::Bytes> public_member(const base::Json& jwk, std::string_view name) {
  const auto* member = jwk.find(name);
  if (member == nullptr) return malformed(name, "is missing");
  if (member->string() == nullptr) return malformed(name, "is not a string");
  auto bytes = base::base64url_decode(*member->string());
  if (!bytes) return malformed(name, "is not strict base64url");
  return *std::move(bytes);
}

base::Result<base::SecretBytes> secret_member(const base::Json& jwk, std::string_view name) {
  const auto* member = jwk.find(name);
  if (member == nullptr) return malformed(name, "is missing");
  if (member->secret() == nullptr) return malformed(name, "is not a string");
  auto bytes = member->secret()->reveal(base::base64url_decode_secret);
  if (!bytes) return malformed(name, "is not strict base64url");
  return *std::move(bytes);
}

base::Result<base::SecretBytes> optional_secret_member(const base::Json& jwk, std::string_view name) {
  if (jwk.find(name) == nullptr) return base::SecretBytes{};
  return secret_member(jwk, name);
}

base::Result<std::optional<std::string>> text_member(const base::Json& jwk, std::string_view name) {
  const auto* member = jwk.find(name);
  if (member == nullptr) return std::optional<std::string>{};
  if (member->string() == nullptr) return malformed(name, "is not a string");
  return std::optional(*member->string());
}

}  // namespace jwtkeep::jose
