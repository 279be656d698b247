// What forgeries are made of: what an attacker would have, and what only the owner of a keyring has.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/crypto/key_pair.hpp"
#include "jwtkeep/jose/jwe_key.hpp"
#include "jwtkeep/jose/key.hpp"
#include "jwtkeep/probe/good_token.hpp"

namespace jwtkeep::probe {

/// A text by which somebody may have configured a public key.
struct KeyText {
  std::string what;  ///< e.g. `the certificate in PEM`
  base::Bytes bytes;
};

/// A public key of the verifier's: anybody may know it.
struct VerifierKey {
  std::string kid;  ///< or empty
  crypto::PublicKey key;
  std::vector<KeyText> published = {};  ///< forms in which it was found, beyond those that are made of the key itself
};

/// A token that is signed by a key of the owner's which this verifier must not trust, or no longer.
struct StrangeToken {
  enum class Kind : std::uint8_t { other_environment, retired, compromised };
  Kind kind;
  std::string token;
  std::string from;  ///< keyring and kid, for the report
};

/// A key pair of the probe's own, which nobody has reason to trust.
struct OwnKey {
  jose::SigningKey key;
  base::Json public_jwk;
  base::Bytes certificate;  ///< self-signed, DER
};

/// RSA for tokens of RSA and HMAC, else an EC key of the token's kind; the `kid` is the token's own. Edwards keys get
/// P-256: few verifiers that obey a header know them. Errors: `internal`.
base::Result<OwnKey> make_own_key(const GoodToken& token, base::Instant now);

struct Material {
  GoodToken good;
  base::Instant now{};
  std::vector<VerifierKey> verifier_keys = {};
  /// Signs what only the owner can: tokens that are expired, for another audience, and so on.
  std::optional<jose::SigningKey> signer = {};
  std::vector<jose::EncryptionKey> encryption_keys = {};  ///< by which tokens are encrypted to the verifier
  std::vector<StrangeToken> strange = {};
  std::optional<OwnKey> own = {};
  std::string listener = {};  ///< the origin of our own listener, e.g. `http://127.0.0.1:4567`; empty: there is none
};

}  // namespace jwtkeep::probe
