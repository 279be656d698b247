// What the tests of signed payloads share.
#pragma once

#include <string>
#include <string_view>

#include "jwtkeep/jose/jws_json.hpp"
#include "jwtkeep/jose/jws_verify.hpp"
#include "sample.hpp"

namespace jwtkeep::jose {

/// Takes every algorithm, type and form, with one signature; `b64` and unprotected algs not.
JwsPolicy lenient_jws();

/// The reason of a refusal, or `none`.
std::string reason_of(const base::Result<VerifiedPayload>& verified);

/// Under `lenient_jws`.
std::string jws_refusal(std::string_view token, const VerifyKey& key);

/// A flattened token with exactly these characters as protected header (empty: none) and unprotected header (empty:
/// none), signed by `key` whatever they say. `payload` stands in it and is signed as it is.
std::string forge_flattened(const SigningKey& key, std::string_view protected_header, std::string_view unprotected,
                            std::string_view payload);

/// `sample_key(alg)` without its kid.
SigningKey nameless(Alg alg);

}  // namespace jwtkeep::jose
