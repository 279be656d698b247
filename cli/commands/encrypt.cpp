#include <fmt/format.h>

#include <algorithm>

#include "cli/alg_names.hpp"
#include "cli/claims_options.hpp"
#include "cli/command.hpp"
#include "cli/input.hpp"
#include "cli/key_words.hpp"
#include "cli/ring_content.hpp"
#include "cli/signer.hpp"
#include "cli/source_keys.hpp"
#include "jwtkeep/base/edit_distance.hpp"
#include "jwtkeep/jose/jwe_json.hpp"
#include "jwtkeep/jose/nested.hpp"
#include "jwtkeep/strength/judge.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;
using base::SecretBytes;

constexpr std::size_t kMostP2c = 100'000'000;

struct EncryptOptions {
  std::vector<std::string> words;
  KeySource source;
  std::string alg;
  std::string enc;
  std::string kid;
  std::size_t p2c = jose::kUsualP2c;
  bool compress = false;
  ClaimsOptions claims;
  std::string type;
  std::string sign_with;
  std::string sign_jwk;
  bool raw = false;
  std::string content_type;
  std::string format;

  [[nodiscard]] bool is_nested() const { return !sign_with.empty() || !sign_jwk.empty(); }
  [[nodiscard]] bool is_compact() const { return format.empty() || format == "compact"; }
};

/// What is to be encrypted with, and to whom.
struct Recipients {
  std::vector<jose::EncryptionKey> keys;
  jose::Enc enc = jose::Enc::A256GCM;
  keyring::ClaimRules rules = {};  ///< of claims
  bool of_ring = false;
};

base::Result<void> check_key_given(const EncryptOptions& options) {
  if (options.source.given() || (!options.words.empty() && keyring::Name::parse(options.words.front()))) return {};
  return fail(Reason::bad_value, "no key is given",
              "write: jwtkeep encrypt KEYRING, or jwtkeep encrypt --jwk FILE; or --jwks, --pem, --password, "
              "--password-env");
}

base::Result<void> check_form(const EncryptOptions& options) {
  if (options.raw && (options.claims.given() || options.is_nested())) {
    return fail(Reason::bad_value, "--raw encrypts bytes as they are: it adds no claims and signs nothing",
                "leave --raw out to encrypt claims; to sign bytes first: jwtkeep sign --raw");
  }
  if (!options.raw && (!options.is_compact() || !options.content_type.empty())) {
    return fail(Reason::bad_value, "--format and --cty are for contents that are no JWT",
                "add --raw, or leave them out: a JWT is always compact (RFC 7519 section 3)");
  }
  if (!options.sign_with.empty() && !options.sign_jwk.empty()) {
    return fail(Reason::bad_value, "the signer is given twice: by --sign-with and by --sign-jwk",
                "leave one of them out");
  }
  if (options.p2c > kMostP2c) {
    return fail(Reason::bad_value, fmt::format("--p2c is at most {}: the reader has to do the work, too", kMostP2c),
                "leave it out for the usual number");
  }
  if (options.is_nested() && !options.type.empty()) {
    return fail(Reason::bad_value, "--typ goes with tokens that are not nested", "leave it out");
  }
  return {};
}

/// Whoever gets the token can guess at home.
void warn_of_guessing(const std::vector<SourceKey>& keys, Session& session) {
  constexpr double kGuessableLog10 = 12;
  for (const auto& key : keys) {
    if (key.kind != SourceKind::password) continue;
    if (strength::judge(std::get<SecretBytes>(key.jwk.material)).guesses_log10 < kGuessableLog10) {
      session.out().warn("the password can be guessed (fewer than 10^12 tries): take five or more random words");
    }
  }
}

base::Result<jose::Enc> choose_enc(const std::optional<jose::Enc>& wanted, const jose::EncryptionKey& key) {
  if (wanted) return *wanted;
  return key.encs().empty() ? jose::Enc::A256GCM : key.encs().front();
}

base::Result<Recipients> find_recipients(const EncryptOptions& options, Session& session) {
  std::optional<jose::JweAlg> alg;
  std::optional<jose::Enc> enc;
  if (!options.alg.empty()) {
    JWTKEEP_TRY(alg, parse_jwe_alg(options.alg));
  }
  if (!options.enc.empty()) {
    JWTKEEP_TRY(enc, parse_enc(options.enc));
  }
  JWTKEEP_TRY(const auto read, read_keys(options.source, session));
  warn_of_guessing(read, session);
  Recipients recipients;
  JWTKEEP_TRY(recipients.keys, encryption_keys(read, alg, enc, options.kid));
  if (recipients.keys.size() > 1 && read.front().kind == SourceKind::jwk_of_set) {
    std::string known;
    for (const auto& key : recipients.keys) known += (known.empty() ? "" : ", ") + printable(key.kid());
    return fail(Reason::bad_value, "the set has several keys that encrypt", "say which by --kid: " + known);
  }
  JWTKEEP_TRY(recipients.enc, choose_enc(enc, recipients.keys.front()));
  return recipients;
}

/// The keyring's active key has one for content.
base::Result<Recipients> ring_recipient(const EncryptOptions& options, const std::string& name, Session& session) {
  if (!options.alg.empty() || !options.enc.empty() || !options.kid.empty() || options.compress) {
    return fail(Reason::bad_value, "--alg, --enc, --kid and --zip go with key files: a keyring has settled them",
                "leave them out");
  }
  JWTKEEP_TRY(const auto content, ring_content(session, name));
  JWTKEEP_TRY(const auto* active, keyring::signer(content.ring));
  JWTKEEP_TRY(const auto key, content.key(active->kid, Session::now()));
  Recipients recipients{
      .keys = {}, .enc = keyring::kContentEnc, .rules = keyring::claim_rules(content.ring.policy), .of_ring = true};
  recipients.keys.push_back(key.encryption_key());
  return recipients;
}

base::Result<const jose::EncryptionKey*> only_one(const Recipients& recipients) {
  if (recipients.keys.size() == 1) return &recipients.keys.front();
  return fail(Reason::bad_value, "this form of a token has one recipient", "for several write: --raw --format general");
}

base::Result<std::string> encrypt_bytes(const EncryptOptions& options, const Recipients& recipients,
                                        const SecretBytes& content, const jose::EncryptOptions& how) {
  auto extras = base::Json::object();
  if (!options.type.empty()) {
    extras.set("typ", options.type);
  } else if (recipients.of_ring) {
    extras.set("typ", keyring::kBytesType);
  }
  if (!options.content_type.empty()) extras.set("cty", options.content_type);
  if (options.format == "general") {
    std::vector<jose::JweJsonRecipient> to;
    to.reserve(recipients.keys.size());
    for (const auto& key : recipients.keys) to.push_back({.key = key, .header = {}});
    return jose::encrypt_general(to, recipients.enc, {.protected_extras = std::move(extras)}, content, how);
  }
  JWTKEEP_TRY(const auto* key, only_one(recipients));
  if (options.is_compact()) return jose::encrypt_compact(*key, recipients.enc, extras, content, how);
  if (options.format == "flattened") {
    return jose::encrypt_flattened(*key, recipients.enc, {.protected_extras = std::move(extras)}, content, how);
  }
  return fail(Reason::bad_value, "no form of a token is called \"" + options.format + "\"",
              base::choose_hint({"compact", "flattened", "general"}, options.format));
}

base::Json key_json(std::string_view kid, std::string_view alg) {
  auto json = base::Json::object();
  if (!kid.empty()) json.set("kid", kid);
  return json.set("alg", alg);
}

void tell(Session& session, const std::string& token, const Recipients& recipients, base::Json more) {
  if (!session.json()) {
    session.out().line(token);
    return;
  }
  auto to = base::Json::array();
  for (const auto& key : recipients.keys) to.push(key_json(key.kid(), name(key.alg())));
  auto json = base::Json::object({{"token", token}, {"enc", name(recipients.enc)}, {"recipients", std::move(to)}});
  for (auto& [member, value] : *more.members()) json.set(member, std::move(value));
  session.out().document(json);
}

base::Result<Signer> find_signer(const EncryptOptions& options, Session& session) {
  if (!options.sign_with.empty()) return ring_signer(session, options.sign_with);
  KeySource source;
  source.jwk = {options.sign_jwk};
  return source_signer(session, source, std::nullopt, "");
}

base::Result<int> encrypt_nested(const EncryptOptions& options, const Recipients& recipients,
                                 const jose::EncryptOptions& how, Session& session) {
  JWTKEEP_TRY(const auto* to, only_one(recipients));
  JWTKEEP_TRY(const auto signer, find_signer(options, session));
  JWTKEEP_TRY(const auto claims, make_claims(options.claims, signer.rules, Session::now()));
  JWTKEEP_TRY(const auto token, jose::sign_then_encrypt(signer.key, *to, recipients.enc, claims, how));
  tell(session, token, recipients,
       base::Json::object({{"signed_by", key_json(signer.key.kid(), name(signer.key.alg()))}, {"claims", claims}}));
  return 0;
}

base::Result<int> encrypt_claims(const EncryptOptions& options, const Recipients& recipients,
                                 const jose::EncryptOptions& how, Session& session) {
  JWTKEEP_TRY(const auto* to, only_one(recipients));
  JWTKEEP_TRY(const auto claims, make_claims(options.claims, recipients.rules, Session::now()));
  const auto typ = options.type.empty() ? "JWT" : options.type;
  JWTKEEP_TRY(const auto token, jose::encrypt_compact(*to, recipients.enc, base::Json::object({{"typ", typ}}),
                                                      SecretBytes::copy_of(base::write_json(claims)), how));
  tell(session, token, recipients, base::Json::object({{"claims", claims}}));
  return 0;
}

base::Result<int> encrypt(const EncryptOptions& options, Session& session) {
  JWTKEEP_CHECK(check_key_given(options));
  JWTKEEP_CHECK(check_form(options));
  JWTKEEP_TRY(const auto words,
              split_words(options.words, options.source, options.raw,
                          "write: jwtkeep encrypt KEYRING, or jwtkeep encrypt --jwk FILE; with --raw also a FILE"));
  if (options.claims.claims == "-") JWTKEEP_CHECK(check_standard_input(options.source, "-"));
  JWTKEEP_TRY(const auto recipients,
              words.ring.empty() ? find_recipients(options, session) : ring_recipient(options, words.ring, session));
  const jose::EncryptOptions how{.compress = options.compress, .p2c = static_cast<std::uint32_t>(options.p2c)};
  if (options.is_nested()) return encrypt_nested(options, recipients, how, session);
  if (!options.raw) return encrypt_claims(options, recipients, how, session);
  JWTKEEP_TRY(const auto content, read_payload(words.input));
  JWTKEEP_TRY(const auto token, encrypt_bytes(options, recipients, content, how));
  tell(session, token, recipients, base::Json::object());
  return 0;
}

void add_encryption_options(Arguments& app, EncryptOptions& options) {
  const auto add = [&](const char* name, auto& into, const std::string& help, const char* type) {
    app.add_option(name, into, help)->type_name(type)->group("Keys");
  };
  add("--alg", options.alg,
      "the algorithm (default: the JWK's own; RSA's RSA-OAEP-256, ECDH-ES, a password's PBES2-HS512+A256KW)", "ALG");
  add("--enc", options.enc, "what the content is encrypted with (default A256GCM)", "ENC");
  add("--kid", options.kid, "with --jwks: which key", "KID");
  add("--p2c", options.p2c, "with a password: its iterations (default 600000)", "NUMBER");
  app.add_flag("--zip", options.compress, "compress first; never where a stranger's text stands beside a secret")
      ->group("Keys");
}

}  // namespace

void add_encrypt(Commands& commands) {
  auto options = std::make_shared<EncryptOptions>();
  auto& app = commands.add("encrypt", "Encrypt claims or bytes with a keyring, a key or a password",
                           "  jwtkeep encrypt orders/prod --sub alice\n"
                           "  jwtkeep generate --alg ECDH-ES -o private.jwk --public public.jwk\n"
                           "  jwtkeep encrypt --jwk public.jwk --sub alice\n"
                           "  jwtkeep encrypt --jwk public.jwk --sign-with orders/prod --sub alice\n"
                           "  jwtkeep encrypt --raw --password-env PASSWORD notes.txt > notes.jwe");
  app.add_option("words", options->words,
                 "the keyring, unless a key is given; with --raw: the file to encrypt, or - for standard input")
      ->type_name("[KEYRING] [FILE|-]");
  add_key_options(app, options->source, KeyUse::encrypt);
  add_encryption_options(app, *options);
  add_claims_options(app, options->claims);
  app.add_option("--typ", options->type, "the header's typ (default JWT; with --raw none)")->type_name("TYPE");
  app.add_option("--sign-with", options->sign_with, "sign first, with this keyring: a nested token")
      ->type_name("KEYRING")
      ->group("Nested tokens");
  app.add_option("--sign-jwk", options->sign_jwk, "sign first, with this private JWK")
      ->type_name("FILE")
      ->group("Nested tokens");
  constexpr const char* kGroup = "Contents that are no JWT";
  app.add_flag("--raw", options->raw, "encrypt the bytes of FILE or standard input as they are")->group(kGroup);
  app.add_option("--cty", options->content_type, "the header's cty: what the content is")
      ->type_name("TYPE")
      ->group(kGroup);
  app.add_option("--format", options->format, "compact (default), flattened or general (JSON, for several --jwk)")
      ->type_name("FORM")
      ->group(kGroup);
  commands.on(app, [options](Session& session) { return encrypt(*options, session); });
}

}  // namespace jwtkeep::cli
