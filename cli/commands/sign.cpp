#include <fmt/format.h>

#include "cli/alg_names.hpp"
#include "cli/claims_options.hpp"
#include "cli/command.hpp"
#include "cli/input.hpp"
#include "cli/key_words.hpp"
#include "cli/signer.hpp"
#include "jwtkeep/base/edit_distance.hpp"
#include "jwtkeep/jose/jws.hpp"
#include "jwtkeep/jose/jws_json.hpp"
#include "jwtkeep/jose/jwt.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;

constexpr const char* kUsage =
    "write: jwtkeep sign KEYRING, or jwtkeep sign --jwk FILE; or --pem, --secret, --secret-env";

struct SignOptions {
  std::vector<std::string> words;
  KeySource source;
  std::string alg;
  std::string kid;
  ClaimsOptions claims;
  std::string type;
  bool raw = false;
  std::string content_type;
  std::string format;
  bool detached = false;
  bool unencoded = false;
};

base::Result<void> check_options(const SignOptions& options) {
  if (!options.source.given() && (!options.alg.empty() || !options.kid.empty())) {
    return fail(Reason::bad_value, "--alg and --kid go with key files: a keyring's key has both", "leave them out");
  }
  const bool only_raw =
      !options.content_type.empty() || !options.format.empty() || options.detached || options.unencoded;
  if (!options.raw && only_raw) {
    return fail(Reason::bad_value, "--cty, --format, --detached and --unencoded are for payloads that are no JWT",
                "add --raw, or leave them out: a JWT is always compact (RFC 7519 section 3)");
  }
  if (options.raw && options.claims.given()) {
    return fail(Reason::bad_value, "--raw signs bytes as they are, and adds no claims",
                "leave --raw out to sign claims, or leave the claims' options out");
  }
  return {};
}

base::Result<std::string> sign_bytes(const jose::SigningKey& key, const SignOptions& options, base::ByteView payload) {
  auto extras = base::Json::object();
  if (!options.type.empty()) extras.set("typ", options.type);
  if (!options.content_type.empty()) extras.set("cty", options.content_type);
  const jose::SignOptions how{.detached = options.detached, .unencoded = options.unencoded, .crit = {}};
  if (options.format.empty() || options.format == "compact") return jose::sign_compact(key, extras, payload, how);
  const jose::JwsJsonSigner signer{.key = key, .protected_extras = std::move(extras), .unprotected = {}};
  if (options.format == "flattened") return jose::sign_flattened(signer, payload, how);
  if (options.format == "general") return jose::sign_general({&signer, 1}, payload, how);
  return fail(Reason::bad_value, "no form of a token is called \"" + options.format + "\"",
              base::choose_hint({"compact", "flattened", "general"}, options.format));
}

base::Result<int> sign_raw(const SignOptions& options, const Signer& signer, const std::string& input,
                           Session& session) {
  JWTKEEP_TRY(const auto payload, read_payload(input));
  JWTKEEP_TRY(const auto token,
              payload.reveal([&](base::ByteView bytes) { return sign_bytes(signer.key, options, bytes); }));
  if (session.json()) {
    auto json = base::Json::object({{"token", token}});
    if (!signer.key.kid().empty()) json.set("kid", signer.key.kid());
    session.out().document(json.set("alg", name(signer.key.alg())));
    return 0;
  }
  if (signer.from_ring) {
    session.out().note("A raw payload has no exp: it is refused as soon as the keyring's key is retired.");
  }
  session.out().line(token);
  return 0;
}

/// Whoever verifies a token reads no more of it than this, and few HTTP servers take half of it in a header.
void note_size(const std::string& token, Session& session) {
  constexpr auto kTaken = jose::TokenLimits{}.size_bytes;
  if (token.size() <= kTaken) return;
  session.out().note(
      fmt::format("This token has {} bytes. jwtkeep verifies none of more than {}, and most web servers refuse such a "
                  "header: put less into its claims.",
                  token.size(), kTaken));
}

base::Result<int> sign_claims(const SignOptions& options, const Signer& signer, Session& session) {
  JWTKEEP_TRY(const auto claims, make_claims(options.claims, signer.rules, Session::now()));
  JWTKEEP_TRY(const auto token, jose::sign_jwt(signer.key, claims, options.type.empty() ? "JWT" : options.type));
  if (session.json()) {
    auto json = base::Json::object({{"token", token}});
    if (!signer.key.kid().empty()) json.set("kid", signer.key.kid());
    json.set("alg", name(signer.key.alg()));
    session.out().document(json.set("claims", claims));
  } else {
    note_size(token, session);
    session.out().line(token);
  }
  return 0;
}

base::Result<Signer> find_signer(const SignOptions& options, const std::string& ring, Session& session) {
  if (!options.source.given()) return ring_signer(session, ring);
  std::optional<jose::Alg> alg;
  if (!options.alg.empty()) {
    JWTKEEP_TRY(alg, parse_alg(options.alg));
  }
  return source_signer(session, options.source, alg, options.kid);
}

base::Result<int> sign(const SignOptions& options, Session& session) {
  JWTKEEP_CHECK(check_options(options));
  JWTKEEP_TRY(const auto words, split_words(options.words, options.source, options.raw, kUsage));
  if (options.claims.claims == "-") JWTKEEP_CHECK(check_standard_input(options.source, "-"));
  JWTKEEP_TRY(const auto signer, find_signer(options, words.ring, session));
  return options.raw ? sign_raw(options, signer, words.input, session) : sign_claims(options, signer, session);
}

void add_raw_options(Arguments& app, SignOptions& options) {
  constexpr const char* kGroup = "Payloads that are no JWT";
  app.add_flag("--raw", options.raw, "sign the bytes of FILE or standard input as they are, without claims")
      ->group(kGroup);
  app.add_option("--cty", options.content_type, "the header's cty: what the payload is")
      ->type_name("TYPE")
      ->group(kGroup);
  app.add_option("--format", options.format, "compact (default), flattened or general (JSON)")
      ->type_name("FORM")
      ->group(kGroup);
  app.add_flag("--detached", options.detached, "leave the payload out of the token (RFC 7515 appendix F)")
      ->group(kGroup);
  app.add_flag("--unencoded", options.unencoded, "sign the payload without base64url (b64 false, RFC 7797)")
      ->group(kGroup);
}

}  // namespace

void add_sign(Commands& commands) {
  auto options = std::make_shared<SignOptions>();
  auto& app = commands.add("sign", "Sign a token with a keyring's active key, or with a key file",
                           "  jwtkeep sign orders/prod --sub alice --ttl 5m\n"
                           "  echo '{\"sub\":\"alice\",\"role\":\"admin\"}' | jwtkeep sign orders/prod --claims -\n"
                           "  jwtkeep sign --jwk private.jwk --sub alice --aud orders\n"
                           "  jwtkeep sign --secret-env JWT_SECRET --sub alice\n"
                           "  jwtkeep sign --raw --pem private.pem release.json > release.jws");
  app.add_option("words", options->words,
                 "the keyring (not with a key by options); with --raw then the payload's file, or - for standard input")
      ->type_name("[KEYRING] [FILE|-]");
  add_key_options(app, options->source, KeyUse::sign);
  app.add_option("--alg", options->alg, "the algorithm (default: the key's own; a secret's HS256, RSA's RS256)")
      ->type_name("ALG")
      ->group("Keys");
  app.add_option("--kid", options->kid, "the key's id (default: the JWK's, else its thumbprint; a secret has none)")
      ->type_name("KID")
      ->group("Keys");
  add_claims_options(app, options->claims);
  app.add_option("--typ", options->type, "the header's typ (default JWT; with --raw none)")->type_name("TYPE");
  add_raw_options(app, *options);
  commands.on(app, [options](Session& session) { return sign(*options, session); });
}

}  // namespace jwtkeep::cli
