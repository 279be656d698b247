#include <fmt/format.h>

#include "cli/commands/export.hpp"
#include "cli/hand_out.hpp"
#include "cli/input.hpp"
#include "cli/key_choice.hpp"
#include "cli/keyring_called.hpp"
#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/jose/jwk.hpp"
#include "jwtkeep/keyring/material.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;
using base::SecretBytes;

struct ExportOptions {
  std::string name;
  std::string kid;
  std::string output;
  bool with_private = false;
  bool traditional = false;  ///< of PEM: PKCS#1 or SEC1
  bool der = false;          ///< of PEM: the bytes within
};

base::Result<void> deliver(Session& session, const ExportOptions& options, const SecretBytes& text) {
  if (options.output.empty()) {
    session.out().secret(text, false);
    return {};
  }
  JWTKEEP_CHECK(text.reveal([&](base::ByteView bytes) { return write_new_private_file(options.output, bytes); }));
  session.out().note("wrote " + options.output + " (mode 0600)");
  return {};
}

SecretBytes json_line(const base::Json& json) {
  base::SecretBuilder text;
  return text.append(base::write_with_secrets(json, true)).append("\n").take();
}

std::unexpected<base::Error> only_private(const keyring::Keyring& ring) {
  return fail(
      Reason::bad_value,
      fmt::format("{} is symmetric ({}): it has no public part", ring.name.text(), jose::info(ring.policy.alg).name),
      "add --private to write the secret itself");
}

/// The key that was asked for, or the one that signs.
base::Result<const keyring::Key*> chosen_key(const keyring::Keyring& ring, const std::string& kid) {
  if (kid.empty()) return keyring::signer(ring);
  return choose_key(ring, kid);
}

base::Result<base::Json> private_json(store::Store& store, const keyring::Keyring& ring, const keyring::Key& key) {
  if (key.destroyed_at)
    return fail(Reason::bad_value, "that key's secret has been destroyed",
                "see which keys still have theirs: jwtkeep show " + ring.name.text());
  JWTKEEP_TRY(const auto material, store.material(ring, key));
  JWTKEEP_TRY(const auto signing, keyring::signing_key(key, material));
  return jose::private_jwk(signing);
}

base::Result<SecretBytes> jwks_text(store::Store& store, const keyring::Keyring& ring, const ExportOptions& options) {
  if (!options.with_private) {
    if (jose::is_symmetric(ring.policy.alg)) return only_private(ring);
    jose::PublicJwks set;
    for (const auto* key : keyring::verifying_keys(ring)) {
      JWTKEEP_TRY(const auto verifying, keyring::verify_key(*key, nullptr));
      JWTKEEP_CHECK(set.add(verifying));
    }
    return json_line(set.to_json());
  }
  auto keys = base::Json::array();
  for (const auto* key : keyring::verifying_keys(ring)) {
    JWTKEEP_TRY(auto json, private_json(store, ring, *key));
    keys.push(std::move(json));
  }
  return json_line(base::Json::object({{"keys", std::move(keys)}}));
}

base::Result<SecretBytes> jwk_text(store::Store& store, const keyring::Keyring& ring, const ExportOptions& options) {
  JWTKEEP_TRY(const auto* key, chosen_key(ring, options.kid));
  if (options.with_private) {
    JWTKEEP_TRY(const auto json, private_json(store, ring, *key));
    return json_line(json);
  }
  if (jose::is_symmetric(key->alg)) return only_private(ring);
  return json_line(key->public_jwk);
}

base::Result<SecretBytes> public_pem(const crypto::PublicKey& key, const ExportOptions& options) {
  if (options.traditional) {
    if (!options.der) {
      return fail(Reason::bad_value, "--traditional without --private is written as DER only",
                  "add --der, or leave --traditional out");
    }
    JWTKEEP_TRY(const auto der, key.to_pkcs1());
    return SecretBytes::copy_of(der);
  }
  if (options.der) return SecretBytes::copy_of(key.to_spki());
  return SecretBytes::copy_of(std::string_view(key.to_pem()));
}

base::Result<SecretBytes> private_pem(const crypto::PrivateKey& key, const ExportOptions& options) {
  if (options.traditional) return options.der ? key.to_traditional() : key.to_traditional_pem();
  return options.der ? key.to_pkcs8() : key.to_pem();
}

base::Result<SecretBytes> pem_text(store::Store& store, const keyring::Keyring& ring, const ExportOptions& options) {
  JWTKEEP_TRY(const auto* key, chosen_key(ring, options.kid));
  if (jose::is_symmetric(key->alg)) {
    return fail(Reason::bad_value, ring.name.text() + " is symmetric: there is no PEM of it",
                "use: jwtkeep export jwk --private");
  }
  if (!options.with_private) {
    JWTKEEP_TRY(const auto verifying, keyring::verify_key(*key, nullptr));
    return public_pem(*verifying.public_key(), options);
  }
  if (key->destroyed_at)
    return fail(Reason::bad_value, "that key's secret has been destroyed",
                "see which keys still have theirs: jwtkeep show " + ring.name.text());
  JWTKEEP_TRY(const auto material, store.material(ring, *key));
  JWTKEEP_TRY(const auto signing, keyring::signing_key(*key, material));
  return private_pem(*signing.private_key(), options);
}

using Writer = base::Result<SecretBytes> (*)(store::Store&, const keyring::Keyring&, const ExportOptions&);

base::Result<int> export_key(const ExportOptions& options, Session& session, const std::string& what, Writer write) {
  JWTKEEP_TRY(const auto name, keyring::Name::parse(options.name));
  JWTKEEP_TRY(auto store, session.open_store());
  JWTKEEP_TRY(const auto ring, keyring_called(store, name));
  JWTKEEP_TRY(auto text, write(store, ring, options));
  // A JWK or a set is JSON already; PEM becomes a member, DER one in base64url.
  if (session.json() && what == "pem") {
    auto member = options.der ? base::base64url_encode_secret(text) : std::move(text);
    text = json_line(base::Json::object({{options.der ? "der" : "pem", base::Json(std::move(member))}}));
  }
  if (options.with_private) {
    JWTKEEP_CHECK(record_hand_out(store, {name}, "export " + what, options.output.empty() ? "stdout" : options.output));
  }
  JWTKEEP_CHECK(deliver(session, options, text));
  return 0;
}

void add_kind(Commands& commands, Arguments& parent, const std::string& what, const std::string& summary,
              const std::string& example, bool one_key, Writer write) {
  auto options = std::make_shared<ExportOptions>();
  auto& app = Commands::add_under(parent, what, summary, example);
  app.add_option("keyring", options->name, "service/environment[/use]")->required()->type_name("KEYRING");
  if (one_key) app.add_option("--kid", options->kid, "which key (default: the one that signs)")->type_name("KID");
  app.add_flag("--private", options->with_private, "write the secret part, too");
  if (what == "pem") {
    app.add_flag("--traditional", options->traditional, "the older form: PKCS#1 (RSA) or SEC1 (EC)");
    app.add_flag("--der", options->der, "the bytes themselves instead of PEM");
  }
  app.add_option("-o,--output", options->output, "write this new file (mode 0600) instead")->type_name("FILE");
  commands.on(app, [options, what, write](Session& session) { return export_key(*options, session, what, write); });
}

}  // namespace

void add_export(Commands& commands) {
  auto& app = commands.add("export", "Write keys as JWKS, JWK or PEM (public parts unless --private), or an inventory",
                           "  jwtkeep export jwks billing/prod > jwks.json");
  app.require_subcommand(1, 1);
  add_kind(commands, app, "jwks", "Write every key that verifies as one JWK set", "  jwtkeep export jwks billing/prod",
           false, jwks_text);
  add_kind(commands, app, "jwk", "Write one key as a JWK", "  jwtkeep export jwk billing/prod", true, jwk_text);
  add_kind(commands, app, "pem", "Write one key of a key pair as PEM", "  jwtkeep export pem billing/prod", true,
           pem_text);
  add_export_inventory(commands, app);
}

}  // namespace jwtkeep::cli
