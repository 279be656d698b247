#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/input.hpp"
#include "cli/policy_options.hpp"
#include "cli/ring_verify.hpp"
#include "jwtkeep/jose/jwk.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;

struct Options {
  std::vector<std::string> words;  ///< KEYRING [TOKEN], or [TOKEN] with --jwks
  std::string jwks;
  std::vector<std::string> algs;
  std::string issuer;
  std::string audience;
  std::string type = "JWT";
  std::string leeway = "0s";
};

base::Result<jose::VerifyPolicy> jwks_policy(const Options& options, const std::vector<jose::Alg>& algs) {
  JWTKEEP_TRY(const auto leeway, base::parse_duration(options.leeway));
  jose::VerifyPolicy::Builder builder;
  builder.algs(algs).leeway(leeway).allow_any_lifetime();
  if (options.issuer.empty()) {
    builder.allow_any_issuer();
  } else {
    builder.issuer(options.issuer);
  }
  if (options.audience.empty()) {
    builder.allow_any_audience();
  } else {
    builder.audience(options.audience);
  }
  if (options.type == "any") {
    builder.allow_any_type();
  } else {
    builder.type(options.type);
  }
  return builder.build();
}

/// The keys of a file: a set, or one JWK. Public keys need no guarding, but nobody knows before they are read.
base::Result<std::vector<jose::Jwk>> read_keys(const std::string& path, Session& session) {
  JWTKEEP_TRY(const auto text, read_secret_file(path));
  if (auto one = jose::parse_jwk(text)) {
    std::vector<jose::Jwk> keys;
    keys.push_back(std::move(*one));
    return keys;
  }
  auto set = jose::parse_jwks(text);
  if (!set) return fail(Reason::bad_value, path + ": " + set.error().what, "give a JWK or a JWK set (RFC 7517)");
  for (const auto& skipped : set->skipped) {
    session.out().warn(fmt::format("{}: key {} is left out: {}", path, skipped.index + 1, printable(skipped.why)));
  }
  return std::move(set->keys);
}

base::Result<jose::VerifiedToken> verify_with_file(const Options& options, const std::string& token, Session& session,
                                                   base::Instant now) {
  JWTKEEP_TRY(const auto jwks, read_keys(options.jwks, session));
  std::vector<jose::Alg> allowed;
  for (const auto& name : options.algs) {
    JWTKEEP_TRY(const auto alg, parse_alg(name));
    allowed.push_back(alg);
  }
  std::vector<jose::VerifyKey> keys;
  const std::optional<jose::Alg> only = allowed.size() == 1 ? std::optional(allowed.front()) : std::nullopt;
  for (const auto& jwk : jwks) {
    auto key = jose::verify_key(jwk, jwk.alg ? jwk.alg : only);
    if (!key) {
      session.out().warn(fmt::format("{}: a key is left out: {}", options.jwks, key.error().what));
      continue;
    }
    keys.push_back(std::move(*key));
  }
  if (keys.empty()) {
    return fail(Reason::key_unknown, options.jwks + " holds no key that can verify", "name the algorithm with --alg");
  }
  if (allowed.empty()) {
    for (const auto& key : keys) allowed.push_back(key.alg());
  }
  JWTKEEP_TRY(const auto policy, jwks_policy(options, allowed));
  const auto lookup = [&](const jose::UnverifiedToken& unverified) -> base::Result<jose::VerifyKey> {
    for (const auto& key : keys) {
      if (unverified.kid() ? key.kid() == *unverified.kid() : keys.size() == 1) return key;
    }
    return fail(Reason::key_unknown, unverified.kid() ? options.jwks + " has no key with the token's kid"
                                                      : "the token names no key (kid), and the set has several");
  };
  return jose::verify(token, lookup, policy, now);
}

int tell(Session& session, const base::Result<jose::VerifiedToken>& verified) {
  auto& out = session.out();
  if (verified) {
    if (session.json()) {
      out.document(base::Json::object({{"valid", true},
                                       {"kid", verified->kid()},
                                       {"alg", jose::info(verified->alg()).name},
                                       {"header", verified->header()},
                                       {"claims", verified->claims()}}));
    } else {
      out.line(base::write_json_pretty(verified->claims()));
    }
    return 0;
  }
  const auto& error = verified.error();
  if (session.json()) {
    auto json = base::Json::object(
        {{"valid", false}, {"reason", base::word(error.reason)}, {"message", printable(error.what)}});
    if (!error.hint.empty()) json.set("hint", printable(error.hint));
    out.document(json);
  } else {
    out.error({error.reason, fmt::format("refused: {}: {}", base::word(error.reason), error.what), error.hint});
  }
  return 1;
}

base::Result<int> verify(const Options& options, Session& session) {
  const bool from_file = !options.jwks.empty();
  const std::size_t names = from_file ? 0 : 1;
  if (options.words.size() < names || options.words.size() > names + 1) {
    return fail(Reason::bad_value,
                from_file ? "with --jwks only a token is taken" : "a keyring, and then a token, are needed",
                "write: jwtkeep verify KEYRING [TOKEN|-], or jwtkeep verify --jwks FILE [TOKEN|-]");
  }
  const bool has_token = options.words.size() == names + 1;
  std::optional<keyring::Name> name;
  if (!from_file) {
    JWTKEEP_TRY(name, keyring::Name::parse(options.words.front()));
  }
  JWTKEEP_TRY(const auto token, read_token(has_token ? options.words.back() : ""));
  const auto now = Session::now();
  base::Result<jose::VerifiedToken> verified = fail(Reason::internal, "");
  if (from_file) {
    verified = verify_with_file(options, token, session, now);
  } else {
    JWTKEEP_TRY(auto store, session.open_store());
    JWTKEEP_TRY(const auto ring, store.keyring(*name));
    verified = verify_with_ring(store, ring, token, now);
  }
  // Only a negative answer is an answer; everything else is a failure to give one.
  if (!verified && base::answer(verified.error().reason) != base::Answer::negative) {
    return std::unexpected(verified.error());
  }
  return tell(session, verified);
}

}  // namespace

void add_verify(Commands& commands) {
  auto options = std::make_shared<Options>();
  auto& app = commands.add("verify", "Verify a token and print its claims",
                           "  jwtkeep sign orders/prod --sub alice | jwtkeep verify orders/prod\n"
                           "  jwtkeep verify --jwks keys.json --aud orders TOKEN");
  app.add_option("words", options->words, "the keyring (not with --jwks), then the token or - for standard input")
      ->type_name("[KEYRING] [TOKEN|-]");
  app.add_option("--jwks", options->jwks, "verify with the keys of this file: a JWK set or one JWK")->type_name("FILE");
  app.add_option("--alg", options->algs, "with --jwks: an algorithm that is allowed; may be given again");
  app.add_option("--iss", options->issuer, "with --jwks: the issuer that is demanded");
  app.add_option("--aud", options->audience, "with --jwks: the audience that is demanded");
  app.add_option("--typ", options->type, "with --jwks: the type that is demanded, or any (default JWT)");
  app.add_option("--leeway", options->leeway, "with --jwks: how far clocks may differ (default 0s)");
  commands.on(app, [options](Session& session) { return verify(*options, session); });
}

}  // namespace jwtkeep::cli
