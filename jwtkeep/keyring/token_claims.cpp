#include "jwtkeep/keyring/token_claims.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/random.hpp"
#include "jwtkeep/jose/claims.hpp"

namespace jwtkeep::keyring {
namespace {

using base::fail;
using base::Reason;

std::int64_t epoch_seconds(base::Instant at) {
  return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

/// Sets a registered claim from its option; a claim that the JSON sets too is a contradiction.
base::Result<void> set_claim(base::Json& claims, const std::string& name, base::Json value, std::string_view option,
                             const WishWords& words) {
  if (claims.find(name) != nullptr) {
    return fail(Reason::bad_value, fmt::format("\"{}\" is given twice: by {} and in {}", name, option, words.claims),
                "leave one of them out");
  }
  claims.set(name, std::move(value));
  return {};
}

base::Result<void> set_identity(base::Json& claims, const ClaimWishes& wishes, const ClaimRules& rules,
                                const WishWords& words) {
  if (!wishes.subject.empty()) JWTKEEP_CHECK(set_claim(claims, "sub", wishes.subject, words.subject, words));
  if (!wishes.issuer.empty()) {
    JWTKEEP_CHECK(set_claim(claims, "iss", wishes.issuer, words.issuer, words));
  } else if (rules.issuer && claims.find("iss") == nullptr) {
    claims.set("iss", *rules.issuer);
  }
  if (wishes.audience.size() == 1) {
    JWTKEEP_CHECK(set_claim(claims, "aud", wishes.audience.front(), words.audience, words));
  } else if (!wishes.audience.empty()) {
    auto list = base::Json::array();
    for (const auto& audience : wishes.audience) list.push(audience);
    JWTKEEP_CHECK(set_claim(claims, "aud", std::move(list), words.audience, words));
  } else if (rules.audience && claims.find("aud") == nullptr) {
    claims.set("aud", *rules.audience);
  }
  if (wishes.id) {
    JWTKEEP_CHECK(set_claim(claims, "jti", base::base64url_encode(crypto::random_bytes(16)), words.id, words));
  }
  return {};
}

std::string shown(double seconds) {
  return base::format_duration(base::Seconds{static_cast<std::int64_t>(std::ceil(std::min(seconds, 3e9)))});
}

/// A keyring's T is a promise to the rotation: a token that lived longer would be refused while it is valid.
base::Result<void> check_lifetime(double seconds, const ClaimRules& rules, const WishWords& words) {
  if (seconds <= 0) {
    return fail(Reason::bad_value, "the token would live no time at all",
                fmt::format("give a longer {}, or a later exp", words.token_lifetime));
  }
  if (!rules.longest_lifetime || seconds <= static_cast<double>(rules.longest_lifetime->count())) return {};
  return fail(Reason::bad_value,
              fmt::format("the token would live {}, the keyring allows at most {}", shown(seconds),
                          base::format_duration(*rules.longest_lifetime)),
              fmt::format("a key is retired as soon as its longest token can have expired; give a shorter {}",
                          words.token_lifetime));
}

base::Result<void> set_times(base::Json& claims, const ClaimWishes& wishes, const ClaimRules& rules,
                             const WishWords& words, base::Instant now) {
  auto lifetime = rules.usual_lifetime;
  if (!wishes.token_lifetime.empty()) {
    JWTKEEP_TRY(lifetime, base::parse_duration_of(words.token_lifetime, wishes.token_lifetime));
  }
  const auto issued = epoch_seconds(now);
  if (claims.find("iat") == nullptr) claims.set("iat", issued);
  if (!wishes.token_lifetime.empty() || claims.find("exp") == nullptr) {
    JWTKEEP_CHECK(set_claim(claims, "exp", issued + lifetime.count(), words.token_lifetime, words));
  }
  if (!wishes.not_before_in.empty()) {
    JWTKEEP_TRY(const auto later, base::parse_duration_of(words.not_before_in, wishes.not_before_in));
    JWTKEEP_CHECK(set_claim(claims, "nbf", issued + later.count(), words.not_before_in, words));
  }
  const double exp = claims.find("exp")->number();
  const double iat = claims.find("iat")->number();
  if (std::isnan(exp) || std::isnan(iat))
    return fail(Reason::bad_value, "exp and iat have to be numbers", "write them as seconds since 1970");
  // Both from `iat`, as verifiers measure it, and from now: neither a past nor a future `iat` buys more life than T.
  return check_lifetime(exp - std::min(iat, static_cast<double>(issued)), rules, words);
}

/// Claims of the wrong type (RFC 7519 section 4.1) make a token that no strict verifier takes, ours among them.
base::Result<void> check_types(const base::Json& claims) {
  constexpr base::Seconds kAnyTime{400'000'000'000};  // beyond the year 9999: no date is too early or too late
  static const auto policy = jose::VerifyPolicy::Builder{}
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
  return fail(Reason::bad_value, "the token would be refused everywhere: " + checked.error().what,
              "mend that claim, or leave it out");
}

}  // namespace

bool ClaimWishes::given() const {
  return !token_lifetime.empty() || !subject.empty() || !issuer.empty() || !audience.empty() ||
         !not_before_in.empty() || id;
}

ClaimRules claim_rules(const Policy& policy) {
  return {policy.token_lifetime, policy.token_lifetime, policy.issuer, policy.audience};
}

base::Result<base::Json> complete_claims(base::Json claims, const ClaimWishes& wishes, const ClaimRules& rules,
                                         const WishWords& words, base::Instant now) {
  JWTKEEP_CHECK(set_identity(claims, wishes, rules, words));
  JWTKEEP_CHECK(set_times(claims, wishes, rules, words, now));
  JWTKEEP_CHECK(check_types(claims));
  return claims;
}

}  // namespace jwtkeep::keyring
