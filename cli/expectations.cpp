#include "cli/expectations.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;
using Builder = jose::VerifyPolicy::Builder;

void demand_type_and_more(Builder& builder, const Expectations& expectations) {
  if (expectations.type == "any") {
    builder.allow_any_type();
  } else {
    builder.type(expectations.type.empty() ? "JWT" : expectations.type);
  }
  if (!expectations.subject.empty()) builder.subject(expectations.subject);
  for (const auto& claim : expectations.required) builder.require(claim);
}

void demand_issuer(Builder& builder, const std::vector<std::string>& issuers) {
  if (issuers.empty()) builder.allow_any_issuer();
  for (const auto& issuer : issuers) builder.issuer(issuer);
}

void demand_audience(Builder& builder, const std::vector<std::string>& audiences) {
  if (audiences.empty()) builder.allow_any_audience();
  for (const auto& audience : audiences) builder.audience(audience);
}

/// What the keyring demands stands; an option may only say the same.
base::Result<std::vector<std::string>> narrowed(const std::optional<std::string>& settled,
                                                const std::vector<std::string>& wanted, const std::string& option) {
  if (!settled) return wanted;
  const auto differs = std::ranges::find_if(wanted, [&](const auto& other) { return other != *settled; });
  if (differs == wanted.end()) return std::vector{*settled};
  return fail(Reason::bad_value, fmt::format("the keyring demands {} of its tokens, not {}", *settled, *differs),
              "leave " + option + " out");
}

base::Result<void> check_settled(const Expectations& expectations) {
  const auto* option = !expectations.leeway.empty()         ? "--leeway"
                       : !expectations.max_lifetime.empty() ? "--max-lifetime"
                       : expectations.allow_no_expiration   ? "--allow-no-exp"
                                                            : nullptr;
  if (option == nullptr) return {};
  return fail(Reason::bad_value, fmt::format("{} goes with key files: a keyring's policy has settled it", option),
              "see it with: jwtkeep show KEYRING");
}

}  // namespace

bool Expectations::given() const {
  return !issuers.empty() || !audiences.empty() || !subject.empty() || !required.empty() || !leeway.empty() ||
         !max_lifetime.empty() || allow_no_expiration;
}

void add_expectation_options(Arguments& app, Expectations& expectations) {
  const auto add = [&](const char* name, auto& into, const std::string& help, const char* type) {
    app.add_option(name, into, help)->type_name(type)->group("Demands")->one_each();
  };
  add("--iss", expectations.issuers, "the issuer that is demanded; given again: one of them", "ISSUER");
  add("--aud", expectations.audiences, "the audience that is demanded; given again: one of them", "AUDIENCE");
  add("--sub", expectations.subject, "the subject that is demanded", "SUBJECT");
  add("--typ", expectations.type, "the type that is demanded, or any (default JWT; with --raw any)", "TYPE");
  add("--require", expectations.required, "a claim that has to be there; may be given again", "CLAIM");
  add("--leeway", expectations.leeway, "how far clocks may differ (default 0s; a keyring's S)", "DURATION");
  add("--max-lifetime", expectations.max_lifetime, "the longest life, exp - iat (default any; a keyring's T)",
      "DURATION");
  app.add_flag("--allow-no-exp", expectations.allow_no_expiration, "take a token that never expires")->group("Demands");
}

base::Result<jose::VerifyPolicy> verify_policy(const Expectations& expectations, const std::vector<jose::Alg>& algs) {
  Builder builder;
  builder.algs(algs);
  demand_issuer(builder, expectations.issuers);
  demand_audience(builder, expectations.audiences);
  demand_type_and_more(builder, expectations);
  if (!expectations.leeway.empty()) {
    JWTKEEP_TRY(const auto leeway, base::parse_duration_of("--leeway", expectations.leeway));
    builder.leeway(leeway);
  }
  if (expectations.max_lifetime.empty()) {
    builder.allow_any_lifetime();
  } else {
    JWTKEEP_TRY(const auto longest, base::parse_duration_of("--max-lifetime", expectations.max_lifetime));
    builder.max_lifetime(longest);
  }
  if (expectations.allow_no_expiration) builder.allow_missing_expiration();
  return builder.build();
}

base::Result<jose::VerifyPolicy> verify_policy(const Expectations& expectations, const std::vector<jose::Alg>& algs,
                                               const keyring::Policy& policy) {
  JWTKEEP_CHECK(check_settled(expectations));
  JWTKEEP_TRY(const auto issuers, narrowed(policy.issuer, expectations.issuers, "--iss"));
  JWTKEEP_TRY(const auto audiences, narrowed(policy.audience, expectations.audiences, "--aud"));
  Builder builder;
  builder.algs(algs).leeway(policy.skew).max_lifetime(policy.token_lifetime);
  demand_issuer(builder, issuers);
  demand_audience(builder, audiences);
  demand_type_and_more(builder, expectations);
  return builder.build();
}

}  // namespace jwtkeep::cli
