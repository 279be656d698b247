#include "jwtkeep/oidc/trial.hpp"

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/hash.hpp"
#include "jwtkeep/crypto/random.hpp"

namespace jwtkeep::oidc {
namespace {

constexpr std::size_t kBytes = 32;

std::string random_text() { return base::base64url_encode(crypto::random_bytes(kBytes)); }

}  // namespace

Trial new_trial() { return {.state = random_text(), .nonce = random_text(), .verifier = random_text()}; }

std::string challenge_of(const Trial& trial) {
  return base::base64url_encode(crypto::digest(crypto::Hash::sha256, base::as_bytes(trial.verifier)));
}

}  // namespace jwtkeep::oidc
