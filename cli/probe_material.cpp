#include "cli/probe_material.hpp"

#include <fmt/format.h>

#include "cli/alg_names.hpp"
#include "cli/input.hpp"
#include "cli/key_words.hpp"
#include "cli/keyring_called.hpp"
#include "cli/signer.hpp"
#include "cli/verifier_keys.hpp"
#include "jwtkeep/jose/jwt.hpp"
#include "jwtkeep/keyring/material.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;
using Kind = probe::StrangeToken::Kind;

constexpr base::Seconds kStrangeLife{300};
constexpr std::size_t kMostStrange = 4;        ///< of each kind
constexpr std::size_t kMostKeyrings = 10'000;  ///< that are looked through for other environments

/// What is known before the good token is.
struct Known {
  std::optional<Signer> signer;
  std::optional<store::Store> store;
  std::optional<keyring::Keyring> ring;
};

base::Result<void> check_sources(const MaterialOptions& options) {
  if (!options.keyring.empty() && options.source.given()) {
    return fail(Reason::bad_value, "--keyring and a key by options are two signers", "give one of them");
  }
  if (options.alg.empty() || options.source.given()) return {};
  return fail(Reason::bad_value, "--alg goes with a key by options: a keyring's key has its own", "leave it out");
}

base::Result<jose::SigningKey> signing_key_of(store::Store& store, const keyring::Keyring& ring,
                                              const keyring::Key& key) {
  JWTKEEP_TRY(const auto material, store.material(ring, key));
  return keyring::signing_key(key, material);
}

base::Result<void> open_ring(const MaterialOptions& options, Known& known, Session& session) {
  JWTKEEP_TRY(const auto name, keyring::Name::parse(options.keyring));
  JWTKEEP_TRY(known.store, session.open_store());
  JWTKEEP_TRY(known.ring, keyring_called(*known.store, name));
  JWTKEEP_TRY(const auto* key, keyring::signer(*known.ring));
  JWTKEEP_TRY(auto signing, signing_key_of(*known.store, *known.ring, *key));
  known.signer = Signer{std::move(signing), keyring::claim_rules(known.ring->policy), true};
  return {};
}

base::Result<Known> find_signer(const MaterialOptions& options, Session& session) {
  Known known;
  if (!options.keyring.empty()) JWTKEEP_CHECK(open_ring(options, known, session));
  if (options.source.given()) {
    std::optional<jose::Alg> alg;
    if (!options.alg.empty()) {
      JWTKEEP_TRY(alg, parse_alg(options.alg));
    }
    JWTKEEP_TRY(known.signer, source_signer(session, options.source, alg, {}));
  }
  return known;
}

base::Result<std::string> given_token(const MaterialOptions& options) {
  if (!options.token.starts_with('@')) return read_token(options.token);
  JWTKEEP_TRY(const auto text, read_text_file(options.token.substr(1)));
  const auto from = text.find_first_not_of(" \t\r\n");
  if (from == std::string::npos)
    return fail(Reason::bad_value, options.token.substr(1) + " holds no token",
                "put a token into it that the verifier takes");
  return text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}

base::Result<std::string> good_token(const MaterialOptions& options, const Known& known, base::Instant now) {
  if (!options.token.empty()) {
    if (options.claims.given()) {
      return fail(Reason::bad_value, "the token that was given has its claims", "leave out --token, or the claims");
    }
    if (options.token == "-") JWTKEEP_CHECK(check_standard_input(options.source, "-"));
    return given_token(options);
  }
  if (!known.signer) {
    return fail(Reason::bad_value, "there is no token that the verifier takes, and none can be signed",
                "give one by --token (-: standard input, @FILE), or sign one: --keyring orders/prod, or --jwk, --pem, "
                "--secret, --secret-env");
  }
  auto claims = options.claims;
  if (claims.wishes.subject.empty() && claims.claims.empty()) claims.wishes.subject = "jwtkeep-probe";
  JWTKEEP_TRY(const auto made, make_claims(claims, known.signer->rules, now));
  return jose::sign_jwt(known.signer->key, made);
}

/// The good claims, as if they were made now, for a few minutes.
base::Json fresh_claims(const probe::GoodToken& good, base::Instant now) {
  const auto seconds = [](base::Instant at) {
    return std::chrono::floor<base::Seconds>(at.time_since_epoch()).count();
  };
  auto claims = good.claims;
  claims.set("iat", seconds(now));
  claims.set("exp", seconds(now + kStrangeLife));
  if (claims.find("nbf") != nullptr) claims.set("nbf", seconds(now));
  return claims;
}

base::Result<void> add_strange(probe::Material& material, Kind kind, store::Store& store, const keyring::Keyring& ring,
                               const keyring::Key& key) {
  std::size_t there = 0;
  for (const auto& strange : material.strange) there += strange.kind == kind ? 1 : 0;
  if (there >= kMostStrange || key.destroyed_at) return {};
  JWTKEEP_TRY(const auto signing, signing_key_of(store, ring, key));
  const auto* typ = material.good.header.find("typ");
  const auto type = typ != nullptr && typ->string() != nullptr ? *typ->string() : std::string();
  JWTKEEP_TRY(auto token, jose::sign_jwt(signing, fresh_claims(material.good, material.now), type));
  material.strange.push_back({kind, std::move(token), fmt::format("{} {}", ring.name.text(), short_kid(key.kid))});
  return {};
}

base::Result<void> add_other_environments(probe::Material& material, store::Store& store, const keyring::Name& own) {
  JWTKEEP_TRY(const auto names, store.names(std::string(own.service()) + "/", "", kMostKeyrings));
  for (const auto& name : names) {
    if (name.use() != own.use() || name.environment() == own.environment()) continue;
    JWTKEEP_TRY(const auto ring, store.keyring(name));
    const auto* key = ring.active();
    if (key == nullptr) continue;
    JWTKEEP_CHECK(add_strange(material, Kind::other_environment, store, ring, *key));
  }
  return {};
}

base::Result<void> add_ring(probe::Material& material, VerifierKeys& keys, store::Store& store,
                            const keyring::Keyring& ring) {
  for (const auto& key : ring.keys) {
    if (key.state == keyring::State::retired) JWTKEEP_CHECK(add_strange(material, Kind::retired, store, ring, key));
    if (key.state == keyring::State::compromised) {
      JWTKEEP_CHECK(add_strange(material, Kind::compromised, store, ring, key));
    }
  }
  for (const auto* key : keyring::verifying_keys(ring)) {
    if (jose::is_symmetric(key->alg)) continue;
    JWTKEEP_TRY(const auto verifying, keyring::verify_key(*key, nullptr));
    keys.keys.push_back({.kid = key->kid, .key = *verifying.public_key()});
  }
  return add_other_environments(material, store, ring.name);
}

/// A secret of 32 bytes may be one for `dir`; an RSA key of signatures is often taken for encryption, too.
void add_usual_encryption(std::vector<jose::EncryptionKey>& keys, const probe::Material& material) {
  for (const auto& key : material.verifier_keys) add_encryption(keys, key.kid, key.key);
  const auto* secret = material.signer ? material.signer->secret() : nullptr;
  if (secret == nullptr) return;
  const auto kid = material.good.kid.value_or("");
  for (const auto enc : {jose::Enc::A128CBC_HS256, jose::Enc::A256GCM}) {
    if (auto key = jose::EncryptionKey::make(kid, jose::JweAlg::dir, secret->clone(), {enc})) {
      keys.push_back(*std::move(key));
    }
  }
}

}  // namespace

void add_material_options(Arguments& app, MaterialOptions& options) {
  app.add_option("--token", options.token, "a token that the verifier takes; - is standard input")
      ->type_name("TOKEN|-|@FILE")
      ->group("The good token");
  app.add_option("--keyring", options.keyring,
                 "sign it with this keyring; its retired and compromised keys are tried, too")
      ->type_name("KEYRING")
      ->group("The good token");
  add_claims_options(app, options.claims);
  add_key_options(app, options.source, KeyUse::sign);
  app.add_option("--alg", options.alg, "the algorithm of that key (default: the key's own; a secret's HS256)")
      ->type_name("ALG")
      ->group("Keys");
  app.add_option("--jwks", options.jwks, "the verifier's public keys: a JWK set")
      ->type_name("FILE|URL")
      ->group("What the verifier knows");
  app.add_option("--public-key", options.public_keys,
                 "its public key: PEM, DER, a certificate or a JWK; may be given again")
      ->type_name("FILE")
      ->group("What the verifier knows")
      ->one_each();
}

base::Result<probe::Material> gather_material(const MaterialOptions& options, Session& session) {
  JWTKEEP_CHECK(check_sources(options));
  const auto now = Session::now();
  JWTKEEP_TRY(auto known, find_signer(options, session));
  JWTKEEP_TRY(const auto token, good_token(options, known, now));
  probe::Material material{.good = {}, .now = now};
  JWTKEEP_TRY(material.good, probe::read_good_token(token, now));
  VerifierKeys keys;
  if (!options.jwks.empty()) JWTKEEP_CHECK(add_jwks(keys, options.jwks, session));
  for (const auto& path : options.public_keys) JWTKEEP_CHECK(add_public_key(keys, path));
  if (known.signer) {
    if (const auto* pair = known.signer->key.private_key(); pair != nullptr && !known.ring) {
      keys.keys.push_back({.kid = known.signer->key.kid(), .key = pair->public_key()});
    }
    material.signer = std::move(known.signer->key);
  }
  if (known.ring) JWTKEEP_CHECK(add_ring(material, keys, *known.store, *known.ring));
  material.verifier_keys = std::move(keys.keys);
  material.encryption_keys = std::move(keys.encryption);
  add_usual_encryption(material.encryption_keys, material);
  return material;
}

}  // namespace jwtkeep::cli
