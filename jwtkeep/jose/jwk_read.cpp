// Reading JWKs and sets (RFC 7517 sections 4 and 5, RFC 7518 section 6, RFC 8037 section 2).
#include <algorithm>

#include "jwtkeep/crypto/key_agreement.hpp"
#include "jwtkeep/crypto/shared_factor.hpp"
#include "jwtkeep/jose/jwk.hpp"
#include "jwtkeep/jose/jwk_kid.hpp"
#include "jwtkeep/jose/jwk_members.hpp"

namespace jwtkeep::jose {
namespace {

using base::fail;
using base::Json;
using base::Reason;

base::JsonLimits limits() { return {.secret_names = {std::begin(kSecretMembers), std::end(kSecretMembers)}}; }

std::optional<KeyType> key_type_of(std::string_view kty) {
  for (const auto type : {KeyType::oct, KeyType::rsa, KeyType::ec, KeyType::okp}) {
    if (name(type) == kty) return type;
  }
  return std::nullopt;
}

/// Whether the material can do what `alg` asks for; how long a secret has to be is checked where a key is made of it.
bool fits(Alg alg, const JwkMaterial& material) {
  const auto kind = kind_of(material);
  return kind ? scheme_for(alg, *kind).has_value() : is_symmetric(alg);
}

bool fits(JweAlg alg, const JwkMaterial& material) {
  const auto kind = kind_of(material);
  if (!kind) return is_symmetric(alg);
  return info(alg).management == KeyManagement::rsa_oaep        ? *kind == crypto::KeyKind::rsa
         : info(alg).management == KeyManagement::key_agreement ? crypto::can_agree(*kind)
                                                                : false;
}

base::Result<void> read_alg(const Json& json, Jwk& into) {
  JWTKEEP_TRY(const auto text, text_member(json, "alg"));
  if (!text) return {};
  if (auto refused = refusal_by_name(*text)) return std::unexpected(*std::move(refused));
  into.alg = alg_from_name(*text);
  into.jwe_alg = jwe_alg_from_name(*text);
  into.enc = enc_from_name(*text);
  if (!into.alg && !into.jwe_alg && !into.enc) {
    return fail(Reason::bad_value, "the JWK's \"alg\" is not one that is supported",
                "take \"alg\" out of the JWK, or use an algorithm that jwtkeep generate --alg knows");
  }
  const bool right =
      into.alg ? fits(*into.alg, into.material) : fits(into.jwe_alg.value_or(JweAlg::dir), into.material);
  if (!right) return fail(Reason::key_mismatch, "the JWK's \"alg\" does not fit its key");
  const bool allowed = into.alg ? into.may.sign || into.may.verify : into.may.encrypt || into.may.decrypt;
  if (!allowed) return fail(Reason::key_mismatch, "the JWK's \"use\" or \"key_ops\" does not fit its \"alg\"");
  return {};
}

/// RFC 7517 section 4.3.
base::Result<JwkUses> read_operations(const Json& operations) {
  const auto* items = operations.items();
  if (items == nullptr) return fail(Reason::malformed, "the JWK's \"key_ops\" is not an array");
  JwkUses may{false, false, false, false};
  for (auto item = items->begin(); item != items->end(); ++item) {
    const auto* word = item->string();
    if (word == nullptr) return fail(Reason::malformed, "the JWK's \"key_ops\" holds what is no string");
    if (std::find(items->begin(), item, *item) != item) {
      return fail(Reason::malformed, "the JWK's \"key_ops\" names an operation twice");
    }
    const bool agrees = *word == "deriveKey" || *word == "deriveBits";
    may.sign = may.sign || *word == "sign";
    may.verify = may.verify || *word == "verify";
    may.encrypt = may.encrypt || *word == "encrypt" || *word == "wrapKey" || agrees;
    may.decrypt = may.decrypt || *word == "decrypt" || *word == "unwrapKey" || agrees;
  }
  return may;
}

base::Result<void> read_uses(const Json& json, Jwk& into) {
  JWTKEEP_TRY(into.use, text_member(json, "use"));
  if (const auto* operations = json.find("key_ops")) {
    JWTKEEP_TRY(into.may, read_operations(*operations));
  }
  if (into.use) {
    if (*into.use != "enc") into.may.encrypt = into.may.decrypt = false;
    if (*into.use != "sig") into.may.sign = into.may.verify = false;
  }
  if (!into.may.sign && !into.may.verify && !into.may.encrypt && !into.may.decrypt) {
    return fail(Reason::key_mismatch, "the JWK's \"use\" and \"key_ops\" leave neither signatures nor encryption");
  }
  return {};
}

base::Result<Jwk> read_jwk(const Json& json) {
  if (!json.is_object()) return fail(Reason::malformed, "a JWK is a JSON object (RFC 7517 section 4)");
  JWTKEEP_TRY(const auto kty, text_member(json, "kty"));
  if (!kty) return fail(Reason::malformed, "the JWK has no \"kty\"");
  Jwk jwk;
  JWTKEEP_TRY(jwk.kid, text_member(json, "kid"));
  JWTKEEP_CHECK(read_uses(json, jwk));
  const auto type = key_type_of(*kty);
  if (!type) {
    return fail(Reason::bad_value, "the JWK's key type is not one that is supported", "RSA, EC, OKP and oct are");
  }
  JWTKEEP_TRY(jwk.material, read_material(json, *type));
  JWTKEEP_CHECK(read_alg(json, jwk));
  return jwk;
}

std::unexpected<base::Error> private_where_public() {
  return fail(Reason::bad_value, "this text holds a private or symmetric JWK where only public ones belong",
              "whoever could read it could sign: count the key as compromised");
}

/// RSA keys of one set that share a prime: whoever reads the set has both private keys, so that neither proves
/// anything.
void skip_entangled(JwkSet& set, const std::vector<std::size_t>& places) {
  std::vector<crypto::PublicKey> rsa;
  std::vector<std::size_t> at;
  for (std::size_t i = 0; i < set.keys.size(); ++i) {
    if (kind_of(set.keys[i].material) != crypto::KeyKind::rsa) continue;
    rsa.push_back(*public_half(set.keys[i].material));
    at.push_back(i);
  }
  const auto sharing = crypto::sharing_factors(rsa);
  for (std::size_t i = at.size(); i-- > 0;) {
    if (!sharing[i]) continue;
    const auto found = set.keys.begin() + static_cast<std::ptrdiff_t>(at[i]);
    set.skipped.push_back({places[at[i]], found->kid.value_or(""),
                           "the RSA key shares a prime factor with another key of the set: both can be broken"});
    set.keys.erase(found);
  }
  std::ranges::sort(set.skipped, {}, &SkippedJwk::index);
}

base::Result<JwkSet> read_set(const Json& json) {
  const auto* keys = json.find("keys");
  if (keys == nullptr || keys->items() == nullptr) {
    return fail(Reason::malformed, "a JWK set is an object with an array \"keys\" (RFC 7517 section 5)");
  }
  JwkSet set;
  std::vector<std::size_t> places;  // of the keys, in the text
  for (std::size_t i = 0; i < keys->items()->size(); ++i) {
    const auto& entry = (*keys->items())[i];
    auto jwk = read_jwk(entry);
    if (jwk) {
      set.keys.push_back(*std::move(jwk));
      places.push_back(i);
      continue;
    }
    const auto* kid = entry.find("kid");
    const bool named = kid != nullptr && kid->string() != nullptr;
    set.skipped.push_back({i, named ? *kid->string() : std::string{}, jwk.error().what});
  }
  skip_entangled(set, places);
  return set;
}

base::Result<Alg> choose_alg(const Jwk& jwk, std::optional<Alg> wanted) {
  if (jwk.jwe_alg || jwk.enc) {
    const auto its = jwk.enc ? name(*jwk.enc) : name(*jwk.jwe_alg);
    return fail(Reason::alg_not_allowed, "the JWK is for " + std::string(its) + ", which encrypts: it does not sign");
  }
  if (wanted && jwk.alg && *wanted != *jwk.alg) {
    return fail(Reason::alg_not_allowed,
                "the JWK is for " + std::string(name(*jwk.alg)) + ", not for " + std::string(name(*wanted)));
  }
  if (jwk.alg) return *jwk.alg;
  if (wanted) return *wanted;
  if (const auto kind = kind_of(jwk.material)) {
    if (const auto usual = alg_for(*kind)) return *usual;
    return fail(Reason::key_mismatch, "an " + std::string(crypto::describe(*kind)) + " key does not sign");
  }
  return fail(Reason::alg_not_allowed, "the symmetric JWK names no \"alg\"", "say which algorithm it is for");
}

}  // namespace

base::Result<Jwk> parse_jwk(const base::SecretBytes& text) {
  JWTKEEP_TRY(const auto json, base::parse_json(text, limits()));
  return read_jwk(json);
}

base::Result<Jwk> parse_jwk(std::string_view text) {
  JWTKEEP_TRY(const auto json, base::parse_json(text, limits()));
  if (has_private_members(json)) return private_where_public();
  return read_jwk(json);
}

base::Result<JwkSet> parse_jwks(const base::SecretBytes& text) {
  JWTKEEP_TRY(const auto json, base::parse_json(text, limits()));
  return read_set(json);
}

base::Result<JwkSet> parse_jwks(std::string_view text) {
  JWTKEEP_TRY(const auto json, base::parse_json(text, limits()));
  if (const auto* keys = json.find("keys"); keys != nullptr && keys->items() != nullptr) {
    if (std::ranges::any_of(*keys->items(), has_private_members)) return private_where_public();
  }
  return read_set(json);
}

base::Result<VerifyKey> verify_key(const Jwk& jwk, std::optional<Alg> alg) {
  if (!jwk.may.verify && !jwk.may.sign) {
    return fail(Reason::key_mismatch, "the JWK's \"use\" or \"key_ops\" says that the key is not for signatures");
  }
  JWTKEEP_TRY(const auto chosen, choose_alg(jwk, alg));
  if (const auto* secret = std::get_if<base::SecretBytes>(&jwk.material)) {
    return VerifyKey::make(kid_of(jwk), chosen, secret->clone());
  }
  if (const auto* pair = std::get_if<crypto::PrivateKey>(&jwk.material)) {
    return VerifyKey::make(kid_of(jwk), chosen, pair->public_key());
  }
  return VerifyKey::make(kid_of(jwk), chosen, std::get<crypto::PublicKey>(jwk.material));
}

base::Result<SigningKey> signing_key(const Jwk& jwk, std::optional<Alg> alg) {
  if (jwk.is_public()) return fail(Reason::key_mismatch, "a public key cannot sign");
  if (!jwk.may.sign) {
    return fail(Reason::key_mismatch, "the JWK's \"use\" or \"key_ops\" does not allow it to sign");
  }
  JWTKEEP_TRY(const auto chosen, choose_alg(jwk, alg));
  if (const auto* secret = std::get_if<base::SecretBytes>(&jwk.material)) {
    return SigningKey::make(kid_of(jwk), chosen, secret->clone());
  }
  return SigningKey::make(kid_of(jwk), chosen, std::get<crypto::PrivateKey>(jwk.material));
}

}  // namespace jwtkeep::jose
