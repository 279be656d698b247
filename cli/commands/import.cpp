#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "cli/command.hpp"
#include "cli/create_keyring.hpp"
#include "cli/git_users.hpp"
#include "cli/guessers.hpp"
#include "cli/input.hpp"
#include "cli/policy_options.hpp"
#include "cli/pushing.hpp"
#include "cli/secret_text.hpp"
#include "cli/shared_factor.hpp"
#include "cli/verdict.hpp"
#include "jwtkeep/destination/secret_in.hpp"
#include "jwtkeep/jose/jwk.hpp"
#include "jwtkeep/keyring/judging.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;
using base::SecretBytes;

struct ImportOptions {
  std::string name;
  std::string env;
  std::string file;
  std::string source;
  std::string from;
  std::string field;
  std::string kid;
  bool allow_weak = false;
  PolicyOptions policy;
};

/// What was read: the key's true bytes (or PKCS#8), and what the text itself said of them.
struct Found {
  SecretBytes material;
  std::optional<jose::Alg> alg;
  std::string kid;
  bool from_jwk = false;
};

base::Result<SecretBytes> read_source(const ImportOptions& options) {
  if (!options.source.empty() && options.source != "-") {
    return fail(Reason::bad_value, "a secret on the command line is seen by everybody on this machine",
                "give it on standard input (-), by --file F or by --env NAME; count this one as leaked");
  }
  if (!options.env.empty()) return read_secret_environment(options.env);
  if (!options.file.empty()) return read_secret_file(options.file);
  if (can_ask()) return ask_secret("Secret to import: ");
  return read_secret_file("-");
}

/// What stands beside the secret counts where the command line says nothing else.
base::Result<SecretBytes> read_place(ImportOptions& options) {
  JWTKEEP_TRY(const auto address, parse_address(options.from));
  JWTKEEP_TRY(const auto make_opener, openers({}));
  JWTKEEP_TRY(const auto place, make_opener()->open(address));
  JWTKEEP_TRY(const auto standing, place->read());
  if (!standing)
    return fail(Reason::not_found, "nothing stands at " + address.text(),
                "look at the address, or whether something was ever written there");
  JWTKEEP_TRY(auto found, destination::secret_in(address.kind, standing->text, options.field));
  if (options.kid.empty()) options.kid = found.kid;
  if (options.policy.alg.empty()) options.policy.alg = found.alg;
  if (options.policy.form.empty()) options.policy.form = found.form;
  return std::move(found.text);
}

bool begins_with(const SecretBytes& secret, std::string_view prefix) {
  return secret.reveal([&](base::ByteView bytes) {
    auto text = base::as_text(bytes);
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    return text.starts_with(prefix);
  });
}

/// A keyring's keys sign.
base::Result<jose::Alg> usual_alg(crypto::KeyKind kind) {
  if (const auto alg = jose::alg_for(kind)) return *alg;
  return fail(Reason::key_mismatch, fmt::format("an {} key encrypts and does not sign", crypto::describe(kind)),
              "a keyring holds keys that sign; decrypt with it by: jwtkeep decrypt --jwk FILE");
}

base::Result<Found> from_pem(const SecretBytes& text) {
  JWTKEEP_TRY(const auto key, crypto::PrivateKey::from_pem(text));
  Found found;
  found.material = key.to_pkcs8();
  JWTKEEP_TRY(found.alg, usual_alg(key.kind()));
  return found;
}

base::Result<Found> from_jwk(const SecretBytes& text) {
  JWTKEEP_TRY(auto jwk, jose::parse_jwk(text));
  if (jwk.jwe_alg || jwk.enc || (!jwk.may.sign && !jwk.may.verify)) {
    return fail(Reason::key_mismatch, "this JWK is for encryption, a keyring holds keys that sign",
                "decrypt with it by: jwtkeep decrypt --jwk FILE");
  }
  Found found;
  found.from_jwk = true;
  found.alg = jwk.alg;
  found.kid = jwk.kid.value_or("");
  if (auto* secret = std::get_if<SecretBytes>(&jwk.material)) {
    found.material = std::move(*secret);
    return found;
  }
  const auto* key = std::get_if<crypto::PrivateKey>(&jwk.material);
  if (key == nullptr) {
    return fail(Reason::bad_value, "this JWK is a public key: nothing could be signed with it",
                "import the private one");
  }
  found.material = key->to_pkcs8();
  if (!found.alg) {
    JWTKEEP_TRY(found.alg, usual_alg(key->kind()));
  }
  return found;
}

/// Asks whether the characters are the key or have to be decoded; DESIGN, "Text or bytes".
base::Result<std::string> ask_form() {
  if (!can_ask()) {
    return fail(
        Reason::bad_value,
        "the secret looks encoded (hex or base64), and it makes a difference whether your service decodes it",
        "add --form text if it uses the characters as they are (jwt.sign(x, process.env.JWT_SECRET)), or --form "
        "bytes if it decodes them first");
  }
  JWTKEEP_TRY(auto answer,
              ask("The secret looks encoded. Does your service use its characters as they are (text), or decode "
                  "them first (bytes)? [text/bytes] "));
  return answer;
}

/// A whole file of settings is no secret, and what an environment cannot carry could be handed to nobody.
base::Result<void> check_text(const SecretBytes& text) {
  const auto has = [&](char c) {
    return text.reveal([c](base::ByteView bytes) { return base::as_text(bytes).contains(c); });
  };
  if (has('\0')) {
    return fail(Reason::bad_value, "the secret holds a NUL byte, which no environment variable can",
                "encode it: base64 -w0 FILE | jwtkeep import KEYRING --form bytes");
  }
  if (has('\n')) {
    return fail(Reason::bad_value, "there is more than one line, and a secret is one",
                "give the secret alone; out of a file of variables: --from dotenv:FILE --field NAME; bytes that are "
                "no text: base64 -w0 FILE | jwtkeep import KEYRING --form bytes");
  }
  return {};
}

base::Result<Found> from_text(SecretBytes text, PolicyOptions& policy) {
  text = without_line_end(std::move(text));
  JWTKEEP_CHECK(check_text(text));
  if (policy.form.empty() && looks_encoded(text)) {
    JWTKEEP_TRY(policy.form, ask_form());
  }
  Found found;
  JWTKEEP_TRY(found.material, key_of_text(std::move(text), policy.form));
  return found;
}

base::Result<Found> find_key(SecretBytes text, PolicyOptions& policy) {
  if (text.empty())
    return fail(Reason::bad_value, "the secret is empty",
                "give it on standard input (-), by --file F or by --env NAME");
  if (begins_with(text, "-----BEGIN ")) return from_pem(text);
  if (begins_with(text, "{")) return from_jwk(text);
  return from_text(std::move(text), policy);
}

/// The gate: a secret that can be guessed is taken only by a wish that says so.
base::Result<bool> judge_secret(Session& session, const ImportOptions& options, const Found& found, jose::Alg alg) {
  auto with = keyring::judging(alg, *keyring::Name::parse(options.name));
  std::ranges::move(git_users(), std::back_inserter(with.context));
  const auto judgement = strength::judge(found.material, with);
  if (judgement.strength == strength::Strength::strong) return false;
  session.out().warn("this secret is " + verdict_text(session.out(), judgement, guessers()));
  if (!options.allow_weak) {
    return fail(
        Reason::weak_secret, "the secret can be guessed, so it was not imported",
        "make a new keyring (jwtkeep new), or add --allow-weak and rotate as soon as everybody knows the next key");
  }
  return true;
}

base::Result<void> tell_sharing(Session& session, store::Store& store, const keyring::Key& key,
                                const keyring::Name& name) {
  JWTKEEP_TRY(const auto others, store.sharing(key.fingerprint));
  for (const auto& other : others) {
    if (other != name) {
      session.out().warn("the same secret is in " + other.text() + ": whoever reads one of them can forge for both");
    }
  }
  return {};
}

base::Result<int> import_key(ImportOptions options, Session& session) {
  JWTKEEP_TRY(const auto name, keyring::Name::parse(options.name));
  if (options.from.empty() && !options.field.empty()) {
    return fail(Reason::bad_value, "--field names a value of the place that --from gives", "add --from URL");
  }
  const std::array places{&options.from, &options.env, &options.file, &options.source};
  if (std::ranges::count_if(places, [](const auto* place) { return !place->empty(); }) > 1) {
    return fail(Reason::bad_value, "the secret can come from one place only",
                "leave out all but one of --from, --env, --file and - (standard input)");
  }
  JWTKEEP_TRY(auto text, options.from.empty() ? read_source(options) : read_place(options));
  JWTKEEP_TRY(auto found, find_key(std::move(text), options.policy));
  if (found.alg && options.policy.alg.empty()) options.policy.alg = jose::info(*found.alg).name;
  // A JWK's k is base64url of the true bytes, and so is JWT_SECRET then.
  if (found.from_jwk && options.policy.form.empty() && (!found.alg || jose::is_symmetric(*found.alg))) {
    options.policy.form = "bytes";
  }
  JWTKEEP_TRY(const auto policy, make_policy(options.policy));
  bool guessable = false;
  if (jose::is_symmetric(policy.alg)) {
    JWTKEEP_TRY(guessable, judge_secret(session, options, found, policy.alg));
  }
  JWTKEEP_TRY(auto store, session.open_store());
  JWTKEEP_TRY(auto key,
              keyring::adopt_key(policy.alg, std::move(found.material), options.kid.empty() ? found.kid : options.kid,
                                 guessable, store.fingerprint_key()));
  JWTKEEP_CHECK(refuse_shared_factor(store, key.key));
  JWTKEEP_CHECK(tell_sharing(session, store, key.key, name));
  JWTKEEP_TRY(const auto ring, create_keyring(store, name, policy, std::move(key), "keyring.import"));
  tell_created(session, ring);
  return 0;
}

}  // namespace

void add_import(Commands& commands) {
  auto options = std::make_shared<ImportOptions>();
  auto& app = commands.add("import", "Adopt a secret or private key that exists, as a new keyring",
                           "  jwtkeep import orders/prod --env JWT_SECRET --form text\n"
                           "  jwtkeep import billing/prod --file private.pem\n"
                           "  jwtkeep import mail/prod --from dotenv:.env --field MAIL_SECRET");
  app.add_option("keyring", options->name, "service/environment[/use]")->required()->type_name("KEYRING");
  app.add_option("source", options->source, "- for standard input (the default)")->type_name("[-]");
  app.add_option("--env", options->env, "the environment variable that holds it")->type_name("NAME");
  app.add_option("--file", options->file, "the file that holds it: text, PEM or JWK")->type_name("FILE");
  app.add_option("--from", options->from, "the place that holds it, such as vault://secret/orders")->type_name("URL");
  app.add_option("--field", options->field, "with --from: which of the values there")->type_name("NAME");
  app.add_option("--kid", options->kid, "the key's id (default: the JWK's, else its thumbprint)")->type_name("KID");
  app.add_flag("--allow-weak", options->allow_weak, "take a secret that can be guessed");
  add_policy_options(app, options->policy);
  commands.on(app, [options](Session& session) { return import_key(*options, session); });
}

}  // namespace jwtkeep::cli
