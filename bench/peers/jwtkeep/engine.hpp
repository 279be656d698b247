// What is measured of jwtkeep: the one place that names the library's calls.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/jose/jwt.hpp"

namespace jwtkeep::bench {

/// The texts that an engine is made of; the keys are PEM, or the true bytes of a secret.
struct EngineSource {
  std::string alg, kid, issuer, audience, claims;
  base::SecretBytes signing_key;
  std::string public_key;  ///< empty for HMAC
};

/// Signs and verifies with one key, everything that can be made beforehand being made.
class Engine {
 public:
  static base::Result<Engine> make(EngineSource source);

  /// A full verification at the time that it is: the clock is asked each time, as a service does. Gives `sub`.
  base::Result<std::string> verify(std::string_view token);
  base::Result<std::string> sign();

  /// Verifies all of `tokens` in one call. Errors: `bad_value` where the library has no such call.
  base::Result<void> verify_batch(std::span<const std::string_view> tokens);
  /// Verifies with a cache of verified tokens. Errors as above.
  base::Result<void> verify_cached(std::string_view token);

 private:
  Engine(jose::SigningKey signer, jose::VerifyKey verifier, jose::VerifyPolicy policy, base::Json claims);

  jose::SigningKey signer_;
  jose::VerifyKey verifier_;
  jose::VerifyPolicy policy_;
  base::Json claims_;
};

}  // namespace jwtkeep::bench
