#include "sample.hpp"

#include <array>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/jose/jwt.hpp"

namespace jwtkeep::probe {
namespace {

constexpr auto kWeak = "a-string-secret-at-least-256-bits-long";

base::SecretBytes secret(char fill) { return base::SecretBytes::copy_of(std::string_view(std::string(32, fill))); }

jose::SigningKey signing_key(KeyOf key, char fill, const std::string& kid) {
  switch (key) {
    case KeyOf::hmac: return *jose::SigningKey::make(kid, jose::Alg::HS256, secret(fill));
    case KeyOf::weak:
      return *jose::SigningKey::make(kid, jose::Alg::HS256, base::SecretBytes::copy_of(std::string_view(kWeak)));
    case KeyOf::rsa:
      return *jose::SigningKey::make(kid, jose::Alg::RS256, *crypto::PrivateKey::generate(crypto::KeyKind::rsa, 2048));
    case KeyOf::ec:
      return *jose::SigningKey::make(kid, jose::Alg::ES256, *crypto::PrivateKey::generate(crypto::KeyKind::ec_p256));
  }
  std::abort();
}

base::Json claims() {
  return base::Json::object({{"iss", "https://issuer.example"},
                             {"aud", "orders"},
                             {"sub", "alice"},
                             {"iat", std::int64_t{1'800'000'000}},
                             {"exp", std::int64_t{1'800'000'600}}});
}

Material make_material(KeyOf key) {
  auto signer = signing_key(key, 'k', "key-1");
  Material made{.good = *read_good_token(*jose::sign_jwt(signer, claims()), kNow), .now = kNow};
  if (const auto* pair = signer.private_key()) {
    made.verifier_keys.push_back({.kid = "key-1", .key = pair->public_key()});
    if (key == KeyOf::rsa) {
      made.encryption_keys.push_back(*jose::EncryptionKey::make("key-1", jose::JweAlg::RSA_OAEP, pair->public_key()));
    }
  }
  using Kind = StrangeToken::Kind;
  for (const auto& [kind, kid] : {std::pair(Kind::other_environment, "staging"), std::pair(Kind::retired, "old"),
                                  std::pair(Kind::compromised, "leaked")}) {
    const auto other = signing_key(KeyOf::hmac, kid[0], kid);
    made.strange.push_back({kind, *jose::sign_jwt(other, claims()), kid});
  }
  made.signer = std::move(signer);
  made.own = *make_own_key(made.good, kNow);
  made.listener = "http://127.0.0.1:1";
  return made;
}

}  // namespace

const Material& material(KeyOf key) {
  static const std::array<Material, 4> all{make_material(KeyOf::hmac), make_material(KeyOf::weak),
                                           make_material(KeyOf::rsa), make_material(KeyOf::ec)};
  return all.at(static_cast<std::size_t>(key));
}

bool is_sound(const Material& material, const std::string& token) {
  const auto policy = jose::VerifyPolicy::Builder()
                          .issuer("https://issuer.example")
                          .audience("orders")
                          .type("JWT")
                          .algs({material.signer->alg()})
                          .allow_any_lifetime()
                          .build();
  const auto lookup = [&](const jose::UnverifiedToken&) -> base::Result<jose::VerifyKey> {
    return material.signer->verify_key();
  };
  return jose::verify(token, lookup, *policy, material.now).has_value();
}

Conduct Service::conduct() {
  return {.send = [this](const std::optional<std::string>& token) -> base::Result<Answer> {
            const bool accepted = token && verifier(*token);
            if (token && fetches) fetched = fetches(*token);
            const auto took = token && takes ? takes(*token) : std::chrono::microseconds{200};
            return Answer{.status = accepted ? 200 : 401, .text = accepted ? "welcome" : "no", .took = took};
          },
          .wait = [this](std::chrono::milliseconds time) { waits.push_back(time); },
          .was_fetched = [this](std::string_view path) { return fetched == path; },
          .tell = [this](const std::string& text) { told.push_back(text); },
          .progress = [](std::size_t, std::size_t) {}};
}

}  // namespace jwtkeep::probe
