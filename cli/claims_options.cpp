#include "cli/claims_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli/claims_input.hpp"
#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/random.hpp"
#include "jwtkeep/jose/claims.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;

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

base::Result<void> set_identity(base::Json& claims, const ClaimsOptions& options, const ClaimRules& rules) {
  if (!options.subject.empty()) JWTKEEP_CHECK(set_claim(claims, "sub", options.subject, "--sub"));
  if (!options.issuer.empty()) {
    JWTKEEP_CHECK(set_claim(claims, "iss", options.issuer, "--iss"));
  } else if (rules.issuer && claims.find("iss") == nullptr) {
    claims.set("iss", *rules.issuer);
  }
  if (options.audience.size() == 1) {
    JWTKEEP_CHECK(set_claim(claims, "aud", options.audience.front(), "--aud"));
  } else if (!options.audience.empty()) {
    auto list = base::Json::array();
    for (const auto& audience : options.audience) list.push(audience);
    JWTKEEP_CHECK(set_claim(claims, "aud", std::move(list), "--aud"));
  } else if (rules.audience && claims.find("aud") == nullptr) {
    claims.set("aud", *rules.audience);
  }
  if (options.id) {
    JWTKEEP_CHECK(set_claim(claims, "jti", base::base64url_encode(crypto::random_bytes(16)), "--jti"));
  }
  return {};
}

std::string shown(double seconds) {
  return base::format_duration(base::Seconds{static_cast<std::int64_t>(std::ceil(std::min(seconds, 3e9)))});
}

/// A keyring's T is a promise to the rotation: a token that lived longer would be refused while it is valid.
base::Result<void> check_lifetime(double seconds, const ClaimRules& rules) {
  if (seconds <= 0) {
    return fail(Reason::bad_value, "the token would live no time at all", "give a longer --ttl, or a later exp");
  }
  if (!rules.longest_lifetime || seconds <= static_cast<double>(rules.longest_lifetime->count())) return {};
  return fail(Reason::bad_value,
              fmt::format("the token would live {}, the keyring allows at most {}", shown(seconds),
                          base::format_duration(*rules.longest_lifetime)),
              "a key is retired as soon as its longest token can have expired; give a shorter --ttl");
}

base::Result<void> set_times(base::Json& claims, const ClaimsOptions& options, const ClaimRules& rules,
                             base::Instant now) {
  auto lifetime = rules.usual_lifetime;
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
  return check_lifetime(exp - std::min(iat, static_cast<double>(issued)), rules);
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

}  // namespace

bool ClaimsOptions::given() const {
  return !claims.empty() || !token_lifetime.empty() || !subject.empty() || !issuer.empty() || !audience.empty() ||
         !not_before_in.empty() || id;
}

void add_claims_options(Arguments& app, ClaimsOptions& options) {
  const auto add = [&](const char* name, auto& into, const char* help, const char* type) {
    app.add_option(name, into, help)->type_name(type)->group("Claims")->one_each();
  };
  add("--claims", options.claims, "the claims: JSON, @FILE, or - for standard input", "JSON");
  add("--ttl", options.token_lifetime,
      "how long the token lives (default, and at most: the keyring's T; key files: 1h)", "DURATION");
  add("--sub", options.subject, "the subject", "SUBJECT");
  add("--iss", options.issuer, "the issuer (default: the keyring's)", "ISSUER");
  add("--aud", options.audience, "the audience; may be given again (default: the keyring's)", "AUDIENCE");
  add("--not-before", options.not_before_in, "valid only after this much time", "DURATION");
  app.add_flag("--jti", options.id, "give the token an id of its own")->group("Claims");
}

ClaimRules claim_rules(const keyring::Policy& policy) {
  return {policy.token_lifetime, policy.token_lifetime, policy.issuer, policy.audience};
}

base::Result<base::Json> make_claims(const ClaimsOptions& options, const ClaimRules& rules, base::Instant now) {
  JWTKEEP_TRY(auto claims, read_claims(options.claims));
  JWTKEEP_CHECK(set_identity(claims, options, rules));
  JWTKEEP_CHECK(set_times(claims, options, rules, now));
  JWTKEEP_CHECK(check_types(claims));
  return claims;
}

}  // namespace jwtkeep::cli
