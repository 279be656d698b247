#include <fmt/format.h>

#include "cli/alg_names.hpp"
#include "cli/command.hpp"
#include "cli/input.hpp"
#include "cli/key_words.hpp"
#include "cli/keyring_called.hpp"
#include "cli/raw_verify.hpp"
#include "cli/refusal.hpp"
#include "cli/ring_verify.hpp"
#include "cli/source_keys.hpp"
#include "cli/source_verify.hpp"
#include "jwtkeep/base/encoding.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;

constexpr const char* kUsage =
    "write: jwtkeep verify KEYRING [TOKEN|-], or jwtkeep verify --jwk FILE [TOKEN|-]; or --jwks, --pem, --secret-env";

struct VerifyOptions {
  std::vector<std::string> words;
  KeySource source;
  std::vector<std::string> algs;
  Expectations expectations;
  bool raw = false;
  RawOptions raw_options;
};

base::Result<void> check_options(const VerifyOptions& options) {
  if (!options.algs.empty() && !options.source.given()) {
    return fail(Reason::bad_value, "--alg goes with key files: a keyring's keys have their algorithms",
                "leave --alg out");
  }
  if (!options.raw && (!options.raw_options.payload.empty() || !options.raw_options.signatures.empty())) {
    return fail(Reason::bad_value, "a JWT has its payload within it, and one signature",
                "add --raw for a payload that is no JWT");
  }
  return {};
}

base::Json signature_json(const jose::VerifiedSignature& signature) {
  auto json = base::Json::object();
  if (!signature.kid.empty()) json.set("kid", signature.kid);
  json.set("alg", name(signature.alg));
  json.set("header", signature.header.json());
  return json;
}

base::Result<int> tell_raw(Session& session, const base::Result<jose::VerifiedPayload>& verified) {
  if (!verified) return refuse(session, verified.error());
  if (!session.json()) {
    session.out().write(base::as_text(verified->bytes()));
    return 0;
  }
  auto signatures = base::Json::array();
  for (const auto& signature : verified->signatures()) signatures.push(signature_json(signature));
  session.out().document(base::Json::object({{"valid", true},
                                             {"payload", base::base64url_encode(verified->bytes())},
                                             {"signatures", std::move(signatures)}}));
  return 0;
}

base::Error explain(base::Error error, const std::string& token) {
  if (error.reason == Reason::malformed && error.hint.empty() && token.starts_with('{')) {
    error.hint = "a JWT is always compact (RFC 7519 section 3); if the payload is no JWT, add --raw";
  }
  return error;
}

base::Result<int> tell(Session& session, const std::string& token, const base::Result<jose::VerifiedToken>& verified) {
  if (!verified) return refuse(session, explain(verified.error(), token));
  if (!session.json()) {
    session.out().line(base::write_json_pretty(verified->claims()));
    return 0;
  }
  auto json = base::Json::object({{"valid", true}});
  if (!verified->kid().empty()) json.set("kid", verified->kid());
  json.set("alg", name(verified->alg()));
  json.set("header", verified->header());
  json.set("claims", verified->claims());
  session.out().document(json);
  return 0;
}

base::Result<std::optional<base::SecretBytes>> detached_payload(const VerifyOptions& options) {
  if (options.raw_options.payload.empty()) return std::optional<base::SecretBytes>{};
  JWTKEEP_TRY(auto payload, read_secret_file(options.raw_options.payload));
  return std::optional(std::move(payload));
}

base::Result<int> verify_by_source(const VerifyOptions& options, const std::string& input, Session& session) {
  JWTKEEP_TRY(const auto algs, parse_algs(options.algs));
  JWTKEEP_TRY(auto read, read_keys(options.source, session));
  JWTKEEP_TRY(const auto keys, verify_keys(std::move(read), algs));
  if (options.raw) {
    JWTKEEP_TRY(const auto policy, raw_policy(options.expectations, options.raw_options, algs_of(keys)));
    JWTKEEP_TRY(const auto payload, detached_payload(options));
    JWTKEEP_TRY(const auto token, read_token(input));
    std::string alg;
    const auto lookup = [&](const jose::JwsHeader& header) {
      alg = header.alg_name();
      return key_for(keys, header.kid(), alg);
    };
    auto verified = verify_raw(token, payload, lookup, policy);
    if (!verified) verified = std::unexpected(explain_alg(verified.error(), alg, keys));
    return tell_raw(session, verified);
  }
  JWTKEEP_TRY(const auto policy, verify_policy(options.expectations, algs_of(keys)));
  JWTKEEP_TRY(const auto token, read_token(input));
  return tell(session, token, verify_with_keys(keys, policy, token, Session::now()));
}

base::Result<int> verify_by_ring(const VerifyOptions& options, const KeyWords& words, Session& session) {
  JWTKEEP_TRY(const auto ring_name, keyring::Name::parse(words.ring));
  JWTKEEP_TRY(const auto token, read_token(words.input));
  const auto now = Session::now();
  JWTKEEP_TRY(auto store, session.open_store());
  JWTKEEP_TRY(const auto ring, keyring_called(store, ring_name));
  if (!options.raw) return tell(session, token, verify_with_ring(store, ring, options.expectations, token, now));
  JWTKEEP_TRY(const auto policy, raw_policy(options.expectations, options.raw_options, keyring::algs_of(ring)));
  JWTKEEP_TRY(const auto payload, detached_payload(options));
  const auto lookup = [&](const jose::JwsHeader& header) { return ring_key(store, ring, header.kid(), now); };
  return tell_raw(session, verify_raw(token, payload, lookup, policy));
}

base::Result<int> verify(const VerifyOptions& options, Session& session) {
  JWTKEEP_CHECK(check_options(options));
  JWTKEEP_TRY(const auto words, split_words(options.words, options.source, true, kUsage));
  return options.source.given() ? verify_by_source(options, words.input, session)
                                : verify_by_ring(options, words, session);
}

}  // namespace

void add_verify(Commands& commands) {
  auto options = std::make_shared<VerifyOptions>();
  auto& app = commands.add("verify", "Verify a token and print its claims",
                           "  jwtkeep sign orders/prod --sub alice | jwtkeep verify orders/prod\n"
                           "  jwtkeep verify --jwks keys.json --aud orders TOKEN\n"
                           "  jwtkeep verify --secret-env JWT_SECRET TOKEN\n"
                           "  jwtkeep verify --raw --pem public.pem - < release.jws > release.json");
  app.add_option("words", options->words,
                 "the keyring (not with a key by options), then the token or - for standard input")
      ->type_name("[KEYRING] [TOKEN|-]");
  add_key_options(app, options->source, KeyUse::verify);
  app.add_option("--alg", options->algs, "an algorithm that is allowed; may be given again (default: the key's own)")
      ->type_name("ALG")
      ->group("Keys")
      ->one_each();
  add_expectation_options(app, options->expectations);
  app.add_flag("--raw", options->raw, "the payload is no JWT: print its bytes exactly, once its signature holds")
      ->group("Payloads that are no JWT");
  app.add_option("--payload", options->raw_options.payload, "the payload of a token without one (detached)")
      ->type_name("FILE")
      ->group("Payloads that are no JWT");
  app.add_option("--signatures", options->raw_options.signatures,
                 "which have to hold of several signatures: any or all (default: a token has one)")
      ->type_name("RULE")
      ->group("Payloads that are no JWT");
  commands.on(app, [options](Session& session) { return verify(*options, session); });
}

}  // namespace jwtkeep::cli
