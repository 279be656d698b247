#include "jwtkeep/keyring/content_key.hpp"

#include "jwtkeep/crypto/concat_kdf.hpp"

namespace jwtkeep::keyring {
namespace {

constexpr jose::JweAlg kAlg = jose::JweAlg::A256KW;

}  // namespace

base::Result<jose::DecryptionKey> content_key(const Key& key, const base::SecretBytes& material) {
  auto derived = crypto::concat_kdf(material, jose::name(kAlg), base::as_bytes("jwtkeep"), base::as_bytes("content"),
                                    jose::info(kAlg).wrapping_key_bytes);
  return jose::DecryptionKey::make(key.kid, kAlg, std::move(derived), {kContentEnc});
}

jose::DecryptPolicy content_policy(std::size_t most_bytes) {
  jose::DecryptPolicy policy;
  policy.encs = {kContentEnc};
  policy.limits = {.size_bytes = most_bytes, .recipients = 1};
  return policy;
}

bool holds_bytes(const jose::DecryptedToken& opened) {
  const auto* typ = opened.protected_header().find("typ");
  return typ != nullptr && typ->string() != nullptr && *typ->string() == kBytesType;
}

}  // namespace jwtkeep::keyring
