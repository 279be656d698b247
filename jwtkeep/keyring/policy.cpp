#include "jwtkeep/keyring/policy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace jwtkeep::keyring {
namespace {

using base::fail;
using base::format_duration;
using base::Reason;

/// One duration of a policy: its member, its name in JSON, and how it is spelt on the command line.
struct DurationField {
  base::Seconds Policy::* member;
  std::string_view json;
  std::string_view option;
};
constexpr std::array<DurationField, 6> kDurations{{
    {&Policy::token_lifetime, "token_lifetime_s", "--ttl"},
    {&Policy::skew, "skew_s", "--skew"},
    {&Policy::propagation, "propagation_s", "--propagation"},
    {&Policy::sign_propagation, "sign_propagation_s", "--sign-propagation"},
    {&Policy::rotate_every, "rotate_every_s", "--rotate-every"},
    {&Policy::retention, "retention_s", "--retention"},
}};

constexpr std::size_t kLongestVerifierName = 64;
constexpr std::size_t kMostVerifiers = 64;

bool is_verifier_name(std::string_view name) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return !name.empty() && name.size() <= kLongestVerifierName && std::ranges::all_of(name, fits);
}

/// Names alone: which of them are known differs from one jwtkeep to the next, and a keyring has to open in each.
bool are_verifier_names(const std::vector<std::string>& names) {
  if (names.size() > kMostVerifiers) return false;
  for (auto name = names.begin(); name != names.end(); ++name) {
    if (!is_verifier_name(*name) || std::find(names.begin(), name, *name) != name) return false;
  }
  return true;
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ",") + name;
  return text;
}

}  // namespace

std::string_view word(Form form) noexcept { return form == Form::text ? "text" : "bytes"; }

std::optional<Form> form_from_word(std::string_view text) noexcept {
  if (text == "text") return Form::text;
  if (text == "bytes") return Form::bytes;
  return std::nullopt;
}

base::Seconds publish_to_active(const Policy& policy) noexcept { return policy.propagation + policy.skew; }

base::Seconds active_to_retired(const Policy& policy) noexcept {
  return policy.sign_propagation + policy.token_lifetime + 2 * policy.skew;
}

base::Result<void> check(const Policy& policy) {
  for (const auto& field : kDurations) {
    const auto value = policy.*field.member;
    if (value < base::Seconds{0} || value > base::kLongestDuration) {
      return fail(Reason::bad_policy, fmt::format("{} is out of range", field.option), "give 0s up to 100 years");
    }
  }
  if (policy.token_lifetime < base::Seconds{1}) {
    return fail(Reason::bad_policy, "--ttl 0s: a token would be expired when it is made", "give at least 1s");
  }
  if (policy.rotate_every < base::Seconds{1}) {
    return fail(Reason::bad_policy, "--rotate-every 0s: a key would never sign", "give at least 1s");
  }
  if (!are_verifier_names(policy.verifiers)) {
    return fail(Reason::bad_policy, "--verifiers holds what is no name, or a name twice, or more than 64 of them",
                "see the names with: jwtkeep verifiers");
  }
  const auto ahead = publish_to_active(policy);
  if (policy.rotate_every < ahead) {
    return fail(
        Reason::bad_policy,
        fmt::format("--rotate-every {} is shorter than --propagation {} + --skew {} = {}: the next key would have "
                    "to sign before every verifier knows it",
                    format_duration(policy.rotate_every), format_duration(policy.propagation),
                    format_duration(policy.skew), format_duration(ahead)),
        policy.verifiers.empty()
            ? fmt::format("give --rotate-every {} or more, or a shorter --propagation", format_duration(ahead))
            : fmt::format("give --rotate-every {} or more: the caches of {} want that P", format_duration(ahead),
                          joined(policy.verifiers)));
  }
  return {};
}

base::Json to_json(const Policy& policy) {
  auto json = base::Json::object({{"alg", jose::info(policy.alg).name}, {"form", word(policy.form)}});
  for (const auto& field : kDurations) json.set(std::string(field.json), std::int64_t{(policy.*field.member).count()});
  json.set("standby", policy.standby);
  if (policy.issuer) json.set("issuer", *policy.issuer);
  if (policy.audience) json.set("audience", *policy.audience);
  if (!policy.verifiers.empty()) {
    auto names = base::Json::array();
    for (const auto& name : policy.verifiers) names.push(name);
    json.set("verifiers", std::move(names));
  }
  return json;
}

namespace {

std::unexpected<base::Error> malformed(std::string_view member) {
  return fail(Reason::malformed,
              fmt::format("the policy's member \"{}\" is missing, unknown or of the wrong kind", member));
}

base::Result<std::vector<std::string>> read_verifiers(const base::Json& value) {
  const auto* items = value.items();
  if (items == nullptr || items->empty()) return malformed("verifiers");
  std::vector<std::string> names;
  for (const auto& item : *items) {
    if (item.string() == nullptr) return malformed("verifiers");
    names.push_back(*item.string());
  }
  if (!are_verifier_names(names)) return malformed("verifiers");
  return names;
}

base::Result<void> read_member(Policy& policy, const std::string& name, const base::Json& value) {
  for (const auto& field : kDurations) {
    if (name != field.json) continue;
    const auto* seconds = value.integer();
    if (seconds == nullptr || *seconds < 0 || *seconds > base::kLongestDuration.count()) return malformed(name);
    policy.*field.member = base::Seconds{*seconds};
    return {};
  }
  if (name == "standby") {
    if (value.boolean() == nullptr) return malformed(name);
    policy.standby = *value.boolean();
    return {};
  }
  if (name == "verifiers") {
    JWTKEEP_TRY(policy.verifiers, read_verifiers(value));
    return {};
  }
  const auto* text = value.string();
  if (text == nullptr) return malformed(name);
  if (name == "issuer") {
    policy.issuer = *text;
  } else if (name == "audience") {
    policy.audience = *text;
  } else if (name == "alg") {
    const auto alg = jose::alg_from_name(*text);
    if (!alg) return malformed(name);
    policy.alg = *alg;
  } else if (name == "form") {
    const auto form = form_from_word(*text);
    if (!form) return malformed(name);
    policy.form = *form;
  } else {
    return malformed(base::is_printable_ascii(base::as_bytes(name)) && name.size() < 32 ? name : "?");
  }
  return {};
}

}  // namespace

base::Result<Policy> policy_from_json(const base::Json& json) {
  const auto* members = json.members();
  if (members == nullptr) return fail(Reason::malformed, "the policy is not a JSON object");
  if (json.find("alg") == nullptr) return malformed("alg");
  for (const auto& field : kDurations) {
    if (json.find(field.json) == nullptr) return malformed(field.json);
  }
  Policy policy;
  for (const auto& [name, value] : *members) JWTKEEP_CHECK(read_member(policy, name, value));
  JWTKEEP_CHECK(check(policy));
  return policy;
}

}  // namespace jwtkeep::keyring
