// Secrets judged and made.
#include <fmt/format.h>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/capi/guard.hpp"
#include "jwtkeep/capi/handles.hpp"
#include "jwtkeep/crypto/random.hpp"
#include "jwtkeep/jose/thumbprint.hpp"
#include "jwtkeep/keyring/judging.hpp"
#include "jwtkeep/strength/judgement_json.hpp"

namespace {

using namespace jwtkeep;
using base::fail;
using base::Reason;

constexpr int kMostBits = 65536;

struct Made {
  base::SecretBytes secret;
  std::optional<std::string> public_half;
};

base::Result<Made> make_secret(jose::Alg alg, int bits, bool as_jwk) {
  const int least = jose::info(alg).min_key_bits;
  if (bits == 0) bits = least;
  if (bits < least || bits > kMostBits || bits % 8 != 0) {
    return fail(Reason::bad_value, fmt::format("bits has to be a multiple of 8 from {} to {}", least, kMostBits),
                "give 0 for as many as the algorithm needs");
  }
  auto secret = crypto::random_secret(static_cast<std::size_t>(bits) / 8);
  if (!as_jwk) return Made{base::hex_encode_secret(secret), std::nullopt};
  JWTKEEP_TRY(const auto key, jose::SigningKey::make(jose::thumbprint(secret), alg, secret.clone()));
  return Made{base::write_with_secrets(jose::private_jwk(key), false), std::nullopt};
}

base::Result<Made> make_pair(jose::Alg alg, int bits, bool as_jwk) {
  if (bits < 0 || (bits != 0 && jose::info(alg).kty != jose::KeyType::rsa)) {
    return fail(Reason::bad_value, fmt::format("{} keys have no choice of size", name(alg)), "give 0 for bits");
  }
  const auto kind = *jose::kind_for(alg);
  JWTKEEP_TRY(const auto key,
              bits == 0 ? crypto::PrivateKey::generate(kind) : crypto::PrivateKey::generate(kind, bits));
  if (!as_jwk) return Made{key.to_pem(), key.public_key().to_pem()};
  JWTKEEP_TRY(const auto signing, jose::SigningKey::make(jose::thumbprint(key.public_key()), alg, key));
  JWTKEEP_TRY(const auto jwk, jose::public_jwk(signing.verify_key()));
  return Made{base::write_with_secrets(jose::private_jwk(signing), false), base::write_json(jwk)};
}

base::Result<bool> wants_jwk(const char* format, bool is_symmetric) {
  if (format == nullptr) return false;
  JWTKEEP_TRY(const auto text, capi::name(format, "format"));
  if (text == "jwk") return true;
  const std::string_view usual = is_symmetric ? "hex" : "pem";
  if (text == usual) return false;
  return fail(Reason::bad_value, fmt::format("there is no format {} of this", base::quote_json(text)),
              fmt::format("give {} or jwk", usual));
}

}  // namespace

jwtkeep_error* jwtkeep_judge(const void* secret, size_t size, const char* alg, const char* const* context,
                             size_t context_count, int* strong, jwtkeep_text** json) {
  return capi::guarded([&]() -> base::Result<void> {
    JWTKEEP_CHECK(capi::there(strong, "strong"));
    JWTKEEP_TRY(const auto text, capi::bytes(secret, size, "secret", capi::kMostSecretBytes));
    JWTKEEP_TRY(const auto for_alg, capi::alg(alg == nullptr ? "HS256" : alg));
    if (!jose::is_symmetric(for_alg)) {
      return fail(Reason::bad_value, "only symmetric secrets are judged: key pairs are random by construction",
                  "choose HS256, HS384 or HS512");
    }
    auto with = keyring::judging(for_alg);
    JWTKEEP_TRY(with.context, capi::names(context, context_count, "context"));
    const auto judgement = strength::judge(base::SecretBytes::copy_of(text), with);
    if (json != nullptr) *json = new jwtkeep_text{base::write_json(strength::to_json(judgement))};
    *strong = judgement.strength == strength::Strength::strong ? 1 : 0;
    return {};
  });
}

jwtkeep_error* jwtkeep_generate(const char* alg, int bits, const char* format, jwtkeep_secret** secret,
                                jwtkeep_text** public_half) {
  return capi::guarded([&]() -> base::Result<void> {
    JWTKEEP_CHECK(capi::there(static_cast<const void*>(secret), "secret"));
    JWTKEEP_TRY(const auto for_alg, capi::alg(alg == nullptr ? "HS256" : alg));
    const bool symmetric = jose::is_symmetric(for_alg);
    JWTKEEP_TRY(const bool as_jwk, wants_jwk(format, symmetric));
    JWTKEEP_TRY(auto made, symmetric ? make_secret(for_alg, bits, as_jwk) : make_pair(for_alg, bits, as_jwk));
    auto given = std::make_unique<jwtkeep_secret>();
    if (public_half != nullptr) {
      *public_half = made.public_half ? new jwtkeep_text{*std::move(made.public_half)} : nullptr;
    }
    given->bytes = std::move(made.secret);
    *secret = given.release();
    return {};
  });
}
