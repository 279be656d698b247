#include "jwtkeep/scan/detect/key_identity.hpp"

#include "jwtkeep/crypto/key_pair.hpp"
#include "jwtkeep/jose/jwk.hpp"
#include "jwtkeep/jose/thumbprint.hpp"

namespace jwtkeep::scan {
namespace {

std::optional<std::string> thumbprint_of(const base::Result<crypto::PrivateKey>& key) {
  if (!key) return std::nullopt;
  return jose::thumbprint(key->public_key());
}

}  // namespace

std::optional<std::string> private_key_thumbprint(const Candidate& candidate) {
  if (candidate.kind == Kind::pem) {
    return thumbprint_of(crypto::PrivateKey::from_pem(base::SecretBytes::copy_of(candidate.value.view())));
  }
  if (candidate.kind == Kind::der && candidate.decoded) {
    return thumbprint_of(crypto::PrivateKey::from_der(base::SecretBytes::copy_of(candidate.decoded->view())));
  }
  if (candidate.kind == Kind::jwk && candidate.value.view().starts_with('{')) {
    const auto jwk = jose::parse_jwk(base::SecretBytes::copy_of(candidate.value.view()));
    if (jwk && !std::holds_alternative<base::SecretBytes>(jwk->material)) return jose::thumbprint(*jwk);
  }
  return std::nullopt;
}

}  // namespace jwtkeep::scan
