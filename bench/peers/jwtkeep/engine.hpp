// What is measured of jwtkeep: the one place that names the library's calls.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/jose/signer.hpp"
#include "jwtkeep/jose/verifier.hpp"

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
  /// Shows memory of the engine, until its next use.
  base::Result<std::string_view> verify(std::string_view token);
  /// The token stands in the engine until its next use; nullptr when it cannot sign.
  std::string* sign();

  /// Verifies all of `tokens` in one call. Errors: those of the first that is refused.
  base::Result<void> verify_batch(std::span<const std::string_view> tokens);
  /// Verifies with a cache of verified tokens.
  base::Result<void> verify_cached(std::string_view token);

 private:
  Engine(jose::Signer signer, jose::Verifier verifier, jose::Verifier caching, base::Json claims);

  jose::Signer signer_;
  jose::Verifier verifier_;
  jose::Verifier caching_;
  std::unique_ptr<jose::Workspace> workspace_ = std::make_unique<jose::Workspace>();
  base::Json claims_;
  std::string token_;
};

}  // namespace jwtkeep::bench
