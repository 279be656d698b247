#include <fmt/format.h>

#include <cmath>

#include "cli/claims_input.hpp"
#include "cli/command.hpp"
#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/random.hpp"
#include "jwtkeep/jose/claims.hpp"
#include "jwtkeep/jose/jwt.hpp"
#include "jwtkeep/keyring/material.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;

struct Options {
  std::string name;
  std::string claims;
  std::string token_lifetime;
  std::string subject;
  std::string issuer;
  std::vector<std::string> audience;
  std::string not_before_in;
  std::string type = "JWT";
  bool id = false;
};

std::int64_t epoch_seconds(base::Instant at) {
  return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

/// Sets a registered claim from its option; a claim that the JSON sets too is a contradiction.
base::Result<void> set_claim(base::Json& claims, const std::string& name, base::Json value, const std::string& option) {
  if (claims.find(name) != nullptr) {
    return fail(Reason::bad_value, fmt::format("\"{}\" is given twice: by {} and in --claims", name, option),
                "leave one of them out");
  }
  claims.set(name, std::move(value));
  return {};
}

base::Result<void> set_identity(base::Json& claims, const Options& options, const keyring::Policy& policy) {
  if (!options.subject.empty()) JWTKEEP_CHECK(set_claim(claims, "sub", options.subject, "--sub"));
  if (!options.issuer.empty()) {
    JWTKEEP_CHECK(set_claim(claims, "iss", options.issuer, "--iss"));
  } else if (policy.issuer && claims.find("iss") == nullptr) {
    claims.set("iss", *policy.issuer);
  }
  if (options.audience.size() == 1) {
    JWTKEEP_CHECK(set_claim(claims, "aud", options.audience.front(), "--aud"));
  } else if (!options.audience.empty()) {
    auto list = base::Json::array();
    for (const auto& audience : options.audience) list.push(audience);
    JWTKEEP_CHECK(set_claim(claims, "aud", std::move(list), "--aud"));
  } else if (policy.audience && claims.find("aud") == nullptr) {
    claims.set("aud", *policy.audience);
  }
  if (options.id) {
    JWTKEEP_CHECK(set_claim(claims, "jti", base::base64url_encode(crypto::random_bytes(16)), "--jti"));
  }
  return {};
}

/// The policy's T is a promise to the rotation: a token that lived longer would be refused while it is valid.
base::Result<void> check_lifetime(double seconds, const keyring::Policy& policy) {
  const auto longest = static_cast<double>(policy.token_lifetime.count());
  if (seconds > 0 && seconds <= longest) return {};
  return fail(Reason::bad_value,
              fmt::format("the token would live {}, the keyring allows at most {}",
                          seconds <= 0 ? std::string("no time at all")
                                       : base::format_duration(base::Seconds{
                                             static_cast<std::int64_t>(std::ceil(std::min(seconds, 3e9)))}),
                          base::format_duration(policy.token_lifetime)),
              "a key is retired as soon as its longest token can have expired; give a shorter --ttl");
}

base::Result<void> set_times(base::Json& claims, const Options& options, const keyring::Policy& policy,
                             base::Instant now) {
  auto lifetime = policy.token_lifetime;
  if (!options.token_lifetime.empty()) {
    JWTKEEP_TRY(lifetime, base::parse_duration(options.token_lifetime));
  }
  const auto issued = epoch_seconds(now);
  if (claims.find("iat") == nullptr) claims.set("iat", issued);
  if (!options.token_lifetime.empty() || claims.find("exp") == nullptr) {
    JWTKEEP_CHECK(set_claim(claims, "exp", issued + lifetime.count(), "--ttl"));
  }
  if (!options.not_before_in.empty()) {
    JWTKEEP_TRY(const auto later, base::parse_duration(options.not_before_in));
    JWTKEEP_CHECK(set_claim(claims, "nbf", issued + later.count(), "--not-before"));
  }
  const double exp = claims.find("exp")->number();
  const double iat = claims.find("iat")->number();
  if (std::isnan(exp) || std::isnan(iat)) return fail(Reason::bad_value, "exp and iat have to be numbers");
  // Both from `iat`, as verifiers measure it, and from now: neither a past nor a future `iat` buys more life than T.
  return check_lifetime(exp - std::min(iat, static_cast<double>(issued)), policy);
}

/// Claims of the wrong type (RFC 7519 section 4.1) make a token that no strict verifier takes, ours among them.
base::Result<void> check_types(const base::Json& claims) {
  constexpr base::Seconds kAnyTime{400'000'000'000};  // beyond the year 9999: no date is too early or too late
  const auto policy = jose::VerifyPolicy::Builder{}
                          .algs({jose::Alg::HS256})
                          .allow_any_issuer()
                          .allow_any_audience()
                          .allow_any_type()
                          .allow_any_lifetime()
                          .leeway(kAnyTime)
                          .build();
  JWTKEEP_CHECK(policy);
  const auto checked = jose::check_claims(claims, *policy, base::Instant{});
  if (checked) return {};
  return fail(Reason::bad_value, "the token would be refused everywhere: " + checked.error().what);
}

base::Result<int> sign(const Options& options, Session& session) {
  JWTKEEP_TRY(const auto name, keyring::Name::parse(options.name));
  JWTKEEP_TRY(auto claims, read_claims(options.claims));
  JWTKEEP_TRY(auto store, session.open_store());
  JWTKEEP_TRY(const auto ring, store.keyring(name));
  const auto now = Session::now();
  JWTKEEP_CHECK(set_identity(claims, options, ring.policy));
  JWTKEEP_CHECK(set_times(claims, options, ring.policy, now));
  JWTKEEP_CHECK(check_types(claims));
  JWTKEEP_TRY(const auto* key, keyring::signer(ring));
  JWTKEEP_TRY(const auto material, store.material(ring, *key));
  JWTKEEP_TRY(const auto signing, keyring::signing_key(*key, material));
  JWTKEEP_TRY(const auto token, jose::sign_jwt(signing, claims, options.type));
  if (session.json()) {
    session.out().document(base::Json::object(
        {{"token", token}, {"kid", key->kid}, {"alg", jose::info(key->alg).name}, {"claims", claims}}));
  } else {
    session.out().line(token);
  }
  return 0;
}

}  // namespace

void add_sign(Commands& commands) {
  auto options = std::make_shared<Options>();
  auto& app = commands.add("sign", "Sign a token with a keyring's active key",
                           "  jwtkeep sign orders/prod --sub alice --ttl 5m\n"
                           "  echo '{\"sub\":\"alice\",\"role\":\"admin\"}' | jwtkeep sign orders/prod --claims -");
  app.add_option("keyring", options->name, "service/environment[/use]")->required()->type_name("KEYRING");
  app.add_option("--claims", options->claims, "the claims: JSON, @FILE, or - for standard input")->type_name("JSON");
  app.add_option("--ttl", options->token_lifetime, "how long the token lives (default, and at most: the keyring's T)");
  app.add_option("--sub", options->subject, "the subject");
  app.add_option("--iss", options->issuer, "the issuer (default: the keyring's)");
  app.add_option("--aud", options->audience, "the audience; may be given again (default: the keyring's)");
  app.add_option("--not-before", options->not_before_in, "valid only after this much time");
  app.add_option("--typ", options->type, "the header's typ (default JWT)");
  app.add_flag("--jti", options->id, "give the token an id of its own");
  commands.on(app, [options](Session& session) { return sign(*options, session); });
}

}  // namespace jwtkeep::cli
