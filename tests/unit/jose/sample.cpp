#include "sample.hpp"

#include <algorithm>
#include <map>

#include "jwtkeep/crypto/mac.hpp"
#include "jwtkeep/crypto/random.hpp"

namespace jwtkeep::jose {

const SigningKey& sample_key(Alg alg) {
  static const auto keys = [] {
    std::map<Alg, SigningKey> made;
    for (const auto& row : algs()) {
      if (const auto kind = kind_for(row.alg)) {
        made.emplace(row.alg,
                     SigningKey::make("sample", row.alg, crypto::PrivateKey::generate(*kind, 2048).value()).value());
      } else {
        made.emplace(row.alg, SigningKey::make("sample", row.alg, crypto::random_secret(64)).value());
      }
    }
    return made;
  }();
  return keys.at(alg);
}

VerifyPolicy::Builder lenient() {
  VerifyPolicy::Builder builder;
  builder.allow_any_issuer().allow_any_audience().allow_any_type().allow_any_lifetime();
  builder.algs({std::begin(kEveryAlg), std::end(kEveryAlg)});
  return builder;
}

VerifyPolicy lenient_policy() { return lenient().build().value(); }

KeyLookup only(const VerifyKey& key) {
  return [key](const UnverifiedToken&) -> base::Result<VerifyKey> { return key; };
}

std::string sign_text(const SigningKey& key, std::string_view text) {
  const auto input = base::as_bytes(text);
  const auto* pair = key.private_key();
  return base::base64url_encode(pair == nullptr
                                    ? crypto::hmac(info(key.alg()).hash, *key.secret(), input)
                                    : crypto::sign(*pair, *scheme_for(key.alg(), pair->kind()), input).value());
}

std::string forge(const SigningKey& key, std::string_view header, std::string_view payload) {
  const auto input =
      base::base64url_encode(base::as_bytes(header)) + "." + base::base64url_encode(base::as_bytes(payload));
  return input + "." + sign_text(key, input);
}

base::Json claims() {
  return base::Json::object(
      {{"sub", "alice"}, {"iat", std::int64_t{1'799'998'200}}, {"exp", std::int64_t{1'800'001'800}}});
}

std::string refusal(std::string_view token, const VerifyKey& key) {
  const auto verified = verify(token, only(key), lenient_policy(), kNow);
  return verified ? "none" : std::string(base::word(verified.error().reason));
}

}  // namespace jwtkeep::jose
