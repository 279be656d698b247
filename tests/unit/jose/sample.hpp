// Keys, policies and tokens that the tests of this room share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/jose/jwk.hpp"
#include "jwtkeep/jose/jws.hpp"
#include "jwtkeep/jose/jwt.hpp"

namespace jwtkeep::jose {

inline constexpr base::Instant kNow{base::Seconds{1'800'000'000}};

/// The same key each time, with the kid `sample`; RSA keys have 2048 bits.
const SigningKey& sample_key(Alg alg);

inline constexpr Alg kEveryAlg[] = {Alg::HS256,  Alg::HS384, Alg::HS512,   Alg::RS256, Alg::RS384, Alg::RS512,
                                    Alg::PS256,  Alg::PS384, Alg::PS512,   Alg::ES256, Alg::ES384, Alg::ES512,
                                    Alg::ES256K, Alg::EdDSA, Alg::Ed25519, Alg::Ed448};

inline base::SecretBytes secret(std::string_view text) { return base::SecretBytes::copy_of(text); }

/// A policy that leaves all but the signature and `exp` unchecked; every algorithm is allowed.
VerifyPolicy lenient_policy();

/// The same, to be told more.
VerifyPolicy::Builder lenient();

/// Always gives this key.
KeyLookup only(const VerifyKey& key);

/// The key's signature of these characters, as base64url.
std::string sign_text(const SigningKey& key, std::string_view text);

/// A token with exactly these characters as header and payload, signed by `key` whatever the header says.
std::string forge(const SigningKey& key, std::string_view header, std::string_view payload);

/// Valid claims of an hour around `kNow`.
base::Json claims();

/// The reason why the token is refused by `key` under `lenient_policy`, or `none` when it is taken.
std::string refusal(std::string_view token, const VerifyKey& key);

}  // namespace jwtkeep::jose
