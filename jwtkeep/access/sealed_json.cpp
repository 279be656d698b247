#include "jwtkeep/access/sealed_json.hpp"

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/aead.hpp"
#include "jwtkeep/crypto/kdf.hpp"

namespace jwtkeep::access {

SealedJson::SealedJson(const base::SecretBytes& session_key, std::string_view store_id, std::string_view use)
    : key_(crypto::derive(session_key, "jwtkeep browser 1 " + std::string(use), crypto::kAeadKeyBytes)),
      associated_("jwtkeep-" + std::string(use) + "-1\n" + std::string(store_id)) {}

std::string SealedJson::seal(const base::Json& json) const {
  const auto plain = base::SecretBytes::copy_of(base::write_json(json));
  return base::base64url_encode(crypto::seal(key_, base::as_bytes(associated_), plain));
}

std::optional<base::Json> SealedJson::open(std::string_view text) const {
  if (text.size() > kMostChars) return std::nullopt;
  const auto sealed = base::base64url_decode(text);
  if (!sealed) return std::nullopt;
  const auto plain = crypto::open(key_, base::as_bytes(associated_), *sealed);
  if (!plain) return std::nullopt;
  auto json = base::parse_json(*plain);
  if (!json) return std::nullopt;
  return *std::move(json);
}

}  // namespace jwtkeep::access
