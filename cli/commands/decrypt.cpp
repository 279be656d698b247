#include <fmt/format.h>

#include <algorithm>

#include "cli/alg_names.hpp"
#include "cli/command.hpp"
#include "cli/expectations.hpp"
#include "cli/input.hpp"
#include "cli/key_words.hpp"
#include "cli/keyring_called.hpp"
#include "cli/refusal.hpp"
#include "cli/ring_content.hpp"
#include "cli/ring_verify.hpp"
#include "cli/source_keys.hpp"
#include "cli/source_verify.hpp"
#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/jose/encrypted_claims.hpp"
#include "jwtkeep/jose/nested.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;

constexpr const char* kUsage =
    "write: jwtkeep decrypt KEYRING [TOKEN|-], or jwtkeep decrypt --jwk FILE [TOKEN|-]; or --jwks, --pem, --password, "
    "--password-env";

/// A few seconds of work; more is never advised.
constexpr double kBearableP2c = 1e7;
constexpr std::size_t kMostP2c = 100'000'000;

struct DecryptOptions {
  std::vector<std::string> words;
  KeySource source;
  std::vector<std::string> algs;
  std::vector<std::string> encs;
  bool allow_zip = false;
  std::size_t max_p2c = jose::kUsualP2c;
  Expectations expectations;
  std::string verify_with;
  KeySource verify_source;
  bool raw = false;

  [[nodiscard]] bool is_nested() const { return !verify_with.empty() || verify_source.given(); }
};

/// What a token is opened with.
struct Opening {
  std::vector<jose::DecryptionKey> keys;
  jose::DecryptPolicy policy;
  std::optional<RingContent> ring = {};  ///< in place of keys

  [[nodiscard]] jose::DecryptKeyLookup lookup() const {
    if (ring) return [this](const jose::JweHeader& header) { return ring->key(header.kid(), Session::now()); };
    return [this](const jose::JweHeader& header) { return key_for(keys, header.kid(), header.alg_name()); };
  }
};

base::Result<void> check_options(const DecryptOptions& options) {
  if (!options.source.given() && (options.words.empty() || !keyring::Name::parse(options.words.front()))) {
    return fail(Reason::bad_value, "no key is given", kUsage);
  }
  if (!options.verify_with.empty() && options.verify_source.given()) {
    return fail(Reason::bad_value, "the verifier is given twice: by --verify-with and by a file",
                "leave one of them out");
  }
  if (options.raw && (options.is_nested() || options.expectations.given())) {
    return fail(Reason::bad_value, "--raw gives the content as it is: it verifies nothing within it, and has no claims",
                "leave --raw out, or verify what comes out with: jwtkeep verify");
  }
  return {};
}

/// By the keys that a keyring encrypts content with.
base::Result<Opening> prepare_ring(const DecryptOptions& options, const std::string& name, Session& session) {
  if (!options.algs.empty() || !options.encs.empty() || options.allow_zip) {
    return fail(Reason::bad_value, "--alg, --enc and --allow-zip go with key files: a keyring has settled them",
                "leave them out");
  }
  Opening opening;
  JWTKEEP_TRY(opening.ring, ring_content(session, name));
  opening.policy = keyring::content_policy(options.raw ? kMostRawTokenBytes : jose::JweLimits{}.size_bytes);
  return opening;
}

base::Result<Opening> prepare(const DecryptOptions& options, Session& session) {
  JWTKEEP_TRY(const auto algs, parse_jwe_algs(options.algs));
  JWTKEEP_TRY(const auto encs, parse_encs(options.encs));
  JWTKEEP_TRY(auto read, read_keys(options.source, session));
  Opening opening;
  JWTKEEP_TRY(opening.keys, decryption_keys(std::move(read), algs, encs));
  auto& policy = opening.policy;
  policy.encs = encs;
  if (encs.empty()) {
    for (const auto& row : jose::encs()) policy.encs.push_back(row.enc);
  }
  policy.max_p2c = static_cast<std::uint32_t>(std::min(options.max_p2c, kMostP2c));
  if (options.allow_zip) policy.inflate = crypto::InflateLimits{};
  if (options.raw) {
    policy.allow_json = true;
    policy.limits.size_bytes = kMostRawTokenBytes;
    if (policy.inflate) policy.inflate->size_bytes = kMostInputBytes;
  }
  return opening;
}

/// Adds the option that would take the token, where one would.
base::Error explain(base::Error error, const std::string& token, const Opening& opening,
                    const DecryptOptions& options) {
  if (error.reason == Reason::malformed && !options.raw && token.starts_with('{')) {
    error.hint = "a JWT is always compact (RFC 7519 section 3); if the content is no JWT, add --raw";
  }
  const auto parsed = jose::EncryptedToken::parse(token, opening.policy.limits);
  if (!parsed) return error;
  const auto& header = parsed->recipients().front().header;
  const auto* count = header.json().find("p2c");
  if (error.reason == Reason::alg_not_allowed && header.is_compressed() && !options.allow_zip) {
    error.hint = "if you know its sender, add --allow-zip";
  } else if (error.reason == Reason::too_large && count != nullptr && count->number() <= kBearableP2c) {
    error.hint = fmt::format("if you know its sender, add --max-p2c {:.0f}", count->number());
  } else if (error.reason == Reason::too_large && header.is_compressed()) {
    error.hint = "have its sender leave the compression out (zip)";
  }
  return explain_alg(std::move(error), header.alg_name(), opening.keys);
}

base::Json encryption_json(const jose::DecryptedToken& opened) {
  auto json = base::Json::object();
  if (!opened.kid().empty()) json.set("kid", opened.kid());
  json.set("alg", name(opened.alg()));
  json.set("enc", name(opened.enc()));
  return json.set("header", opened.header());
}

base::Result<void> check_typ(const jose::DecryptedToken& opened, const jose::VerifyPolicy& policy) {
  const auto* typ = opened.protected_header().find("typ");
  const bool text = typ != nullptr && typ->string() != nullptr;
  return jose::check_type(text ? std::optional(*typ->string()) : std::nullopt, policy);
}

/// The claims of a token that is encrypted and not signed.
base::Result<base::Json> claims_of(const jose::DecryptedToken& opened, const jose::VerifyPolicy& policy,
                                   base::Instant now) {
  auto claims = jose::encrypted_claims(opened, policy, now);
  if (claims) return claims;
  auto error = std::move(claims).error();
  if (jose::says_nested(opened)) {
    error.what = "the token holds a signed token (cty JWT), and nothing is given to verify it with";
    error.hint =
        "add --verify-with KEYRING, --verify-jwks FILE or --verify-jwk FILE; --raw shows it without trusting it";
  } else if (error.what.starts_with("the token opened, but its content") || keyring::holds_bytes(opened)) {
    error.hint = "add --raw for contents that are no JWT";
  }
  return std::unexpected(std::move(error));
}

/// Says what an encryption does not say.
void note_unsigned(const jose::DecryptedToken& opened, Session& session) {
  if (jose::is_symmetric(opened.alg())) return;
  session.out().note("Encrypted, but not signed: whoever has the public key can have written it.");
}

base::Result<int> tell_raw(const jose::DecryptedToken& opened, Session& session) {
  if (session.json()) {
    session.out().document_with_secrets(
        base::Json::object({{"valid", true},
                            {"payload", base::base64url_encode_secret(opened.plaintext())},
                            {"encryption", encryption_json(opened)}}));
    return 0;
  }
  session.out().secret(opened.plaintext(), false);
  note_unsigned(opened, session);
  return 0;
}

base::Result<int> decrypt_alone(const DecryptOptions& options, const Opening& opening, const std::string& token,
                                Session& session) {
  std::vector<jose::Alg> every;  // there is no signature for them to allow
  for (const auto& row : jose::algs()) every.push_back(row.alg);
  const auto& ring = opening.ring;
  JWTKEEP_TRY(const auto policy,
              ring ? verify_policy(options.expectations, keyring::algs_of(ring->ring), ring->ring.policy)
                   : verify_policy(options.expectations, every));
  const auto opened = jose::decrypt(token, opening.lookup(), opening.policy);
  if (!opened) return refuse(session, explain(opened.error(), token, opening, options));
  if (options.raw) {
    const auto typ = options.expectations.type.empty() ? base::Result<void>{} : check_typ(*opened, policy);
    return typ ? tell_raw(*opened, session) : refuse(session, typ.error());
  }
  const auto claims = claims_of(*opened, policy, Session::now());
  if (!claims) return refuse(session, claims.error());
  if (session.json()) {
    session.out().document(base::Json::object(
        {{"valid", true}, {"signed", false}, {"claims", *claims}, {"encryption", encryption_json(*opened)}}));
    return 0;
  }
  session.out().line(base::write_json_pretty(*claims));
  note_unsigned(*opened, session);
  return 0;
}

base::Result<int> tell_nested(const jose::VerifiedToken& verified, Session& session) {
  if (!session.json()) {
    session.out().line(base::write_json_pretty(verified.claims()));
    return 0;
  }
  auto json = base::Json::object({{"valid", true}, {"signed", true}});
  if (!verified.kid().empty()) json.set("kid", verified.kid());
  json.set("alg", name(verified.alg()));
  json.set("header", verified.header());
  session.out().document(json.set("claims", verified.claims()));
  return 0;
}

base::Result<int> decrypt_nested(const DecryptOptions& options, const Opening& opening, const std::string& token,
                                 const jose::KeyLookup& verify_keys, const jose::VerifyPolicy& policy,
                                 Session& session) {
  const auto verified =
      jose::decrypt_then_verify(token, opening.lookup(), opening.policy, verify_keys, policy, Session::now());
  if (!verified) return refuse(session, explain(verified.error(), token, opening, options));
  return tell_nested(*verified, session);
}

base::Result<int> decrypt_with_ring(const DecryptOptions& options, const Opening& opening, const std::string& token,
                                    Session& session) {
  JWTKEEP_TRY(const auto ring_name, keyring::Name::parse(options.verify_with));
  JWTKEEP_TRY(auto store, session.open_store());
  JWTKEEP_TRY(const auto ring, keyring_called(store, ring_name));
  JWTKEEP_TRY(const auto policy, verify_policy(options.expectations, keyring::algs_of(ring), ring.policy));
  const auto lookup = [&](const jose::UnverifiedToken& inner) {
    return ring_key(store, ring, inner.kid(), Session::now());
  };
  return decrypt_nested(options, opening, token, lookup, policy, session);
}

base::Result<int> decrypt_with_source(const DecryptOptions& options, const Opening& opening, const std::string& token,
                                      Session& session) {
  JWTKEEP_TRY(auto read, read_keys(options.verify_source, session));
  JWTKEEP_TRY(const auto keys, verify_keys(std::move(read), {}));
  JWTKEEP_TRY(const auto policy, verify_policy(options.expectations, algs_of(keys)));
  const auto lookup = [&](const jose::UnverifiedToken& inner) { return key_for(keys, inner.kid(), inner.alg_name()); };
  return decrypt_nested(options, opening, token, lookup, policy, session);
}

base::Result<int> decrypt(const DecryptOptions& options, Session& session) {
  JWTKEEP_CHECK(check_options(options));
  JWTKEEP_TRY(const auto words, split_words(options.words, options.source, true, kUsage));
  JWTKEEP_TRY(const auto opening,
              words.ring.empty() ? prepare(options, session) : prepare_ring(options, words.ring, session));
  JWTKEEP_TRY(const auto token, read_token(words.input));
  if (!options.verify_with.empty()) return decrypt_with_ring(options, opening, token, session);
  if (options.verify_source.given()) return decrypt_with_source(options, opening, token, session);
  return decrypt_alone(options, opening, token, session);
}

void add_opening_options(Arguments& app, DecryptOptions& options) {
  const auto add = [&](const char* name, auto& into, const char* help, const char* type) {
    app.add_option(name, into, help)->type_name(type)->group("Keys")->one_each();
  };
  add("--alg", options.algs, "an algorithm that is allowed; may be given again (default: the key's own)", "ALG");
  add("--enc", options.encs, "a content encryption that is allowed; may be given again (default: all)", "ENC");
  add("--max-p2c", options.max_p2c, "the most iterations that a token may ask for (default 600000)", "NUMBER");
  app.add_flag("--allow-zip", options.allow_zip, "take compressed content, up to 256 KiB (with --raw 1 MiB)")
      ->group("Keys");
}

void add_nested_options(Arguments& app, DecryptOptions& options) {
  constexpr const char* kGroup = "Nested tokens";
  app.add_option("--verify-with", options.verify_with, "verify the signed token within by this keyring")
      ->type_name("KEYRING")
      ->group(kGroup);
  app.add_option("--verify-jwk", options.verify_source.jwk, "the same by this JWK; may be given again")
      ->type_name("FILE")
      ->group(kGroup)
      ->one_each();
  app.add_option("--verify-jwks", options.verify_source.jwks, "the same by the keys of this JWK set")
      ->type_name("FILE")
      ->group(kGroup);
}

}  // namespace

void add_decrypt(Commands& commands) {
  auto options = std::make_shared<DecryptOptions>();
  auto& app = commands.add("decrypt", "Open an encrypted token and print its claims or its bytes",
                           "  jwtkeep decrypt orders/prod TOKEN\n"
                           "  jwtkeep decrypt --jwk private.jwk TOKEN\n"
                           "  jwtkeep decrypt --jwk private.jwk --verify-with orders/prod TOKEN\n"
                           "  jwtkeep decrypt --raw --password-env PASSWORD - < notes.jwe > notes.txt");
  app.add_option("words", options->words, "the keyring, unless a key is given; the token, or - for standard input")
      ->type_name("[KEYRING] [TOKEN|-]");
  add_key_options(app, options->source, KeyUse::decrypt);
  add_opening_options(app, *options);
  add_expectation_options(app, options->expectations);
  add_nested_options(app, *options);
  app.add_flag("--raw", options->raw, "the content is no JWT: print its bytes exactly")
      ->group("Contents that are no JWT");
  commands.on(app, [options](Session& session) { return decrypt(*options, session); });
}

}  // namespace jwtkeep::cli
