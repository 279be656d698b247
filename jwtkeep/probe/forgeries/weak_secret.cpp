#include <algorithm>
#include <array>
#include <iterator>

#include "jwtkeep/crypto/mac.hpp"
#include "jwtkeep/probe/compact.hpp"
#include "jwtkeep/probe/forgeries/rows.hpp"

namespace jwtkeep::probe {
namespace {

constexpr std::array<std::string_view, 3> kWeakSecretReferences{"CVE-2023-22463", "CVE-2023-27524",
                                                                "RFC 8725 section 3.5"};

/// What stands in tutorials, examples and products most often. `jwtkeep crack` knows a hundred thousand.
constexpr auto kCommon =
    std::to_array<std::string_view>({"secret",
                                     "changeme",
                                     "changeit",
                                     "password",
                                     "123456",
                                     "test",
                                     "key",
                                     "jwt",
                                     "private",
                                     "shhhhh",
                                     "shhhhhared-secret",
                                     "supersecret",
                                     "super_secret",
                                     "mysecret",
                                     "mysecretkey",
                                     "my-secret",
                                     "my_secret_key",
                                     "secretkey",
                                     "secretKey",
                                     "secret_key",
                                     "secret-key",
                                     "secret key",
                                     "jwt-secret",
                                     "jwtsecret",
                                     "jwt_secret",
                                     "JWT_SECRET",
                                     "thisisthesecretkey",
                                     "keyboard cat",
                                     "node-secret",
                                     "secretpassword",
                                     "development-secret",
                                     "your-256-bit-secret",
                                     "your-384-bit-secret",
                                     "your-512-bit-secret",
                                     "a-string-secret-at-least-256-bits-long",
                                     "your-secret-key",
                                     "your_secret_key",
                                     "your-access-secret-key",
                                     "your_jwt_secret_key_here_change_me",
                                     "your-secret-key-change-in-production",
                                     "your-secret-key-change-this-in-production",
                                     "supersecretkeythatshouldbechangedforproduction",
                                     "CHANGE_ME_TO_A_COMPLEX_RANDOM_SECRET",
                                     "thisISaSECRET_1234",
                                     "USE_YOUR_OWN_SECURE_RANDOM_KEY",
                                     "CHANGE_THIS_TO_SOMETHING_RANDOM",
                                     "signature_hmac_secret_shared_key",
                                     "your-super-secret-jwt-token-with-at-least-32-characters-long",
                                     "SecretKeyOfJwt",
                                     "qwertyuiopasdfghjklzxcvbnm123456"});

Attempts make_weak_secret(const Material& material) {
  const auto& good = material.good;
  if (!good.jws_alg || !jose::is_symmetric(*good.jws_alg)) {
    return {.list = {}, .untried = "the good token is not signed with HMAC: there is no secret to guess"};
  }
  const auto alg = *good.jws_alg;
  const auto signs = [&](std::string_view secret) {
    return crypto::verify_hmac(jose::info(alg).hash, base::SecretBytes::copy_of(secret),
                               base::as_bytes(good.signing_input()), good.signature);
  };
  // The good token tells by itself which secret made it: nothing has to be sent for those that did not.
  const auto* const found = std::ranges::find_if(kCommon, signs);
  Attempts attempts;
  for (const auto* secret = kCommon.begin(); secret != kCommon.begin() + 3; ++secret) {
    if (found != kCommon.end()) break;
    // Some verifiers know several secrets, and have never lost the one of the tutorial.
    attempts.list.push_back({"the secret \"" + std::string(*secret) + "\"",
                             hmac_token(good, alg, header_with(good, {{"alg", name(alg)}}), base::as_bytes(*secret))});
  }
  if (found != kCommon.end()) {
    auto claims = good.claims;
    claims.set("jti", "jwtkeep-probe");
    auto forged = good;
    forged.payload = base::write_json(claims);
    attempts.list.push_back({"the secret \"" + std::string(*found) + "\", with which the good token is signed",
                             hmac_token(forged, alg, header_with(good, {{"alg", name(alg)}}), base::as_bytes(*found))});
  }
  return attempts;
}

}  // namespace

const Forgery kWeakSecret{
    .id = "weak-secret",
    .title = "An HMAC secret that stands in tutorials and products",
    .severity = Severity::critical,
    .judging = Judging::answer,
    .cwe = "CWE-798",
    .references = kWeakSecretReferences,
    .means = "anybody who has one token finds the secret by trying the known ones, and makes tokens with any claims",
    .mend =
        "replace the secret by a random one, treat the old one as compromised (jwtkeep rotate --compromised), and "
        "try the rest of the known ones with: jwtkeep crack",
    .make = make_weak_secret,
};

}  // namespace jwtkeep::probe
