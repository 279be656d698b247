#include "jwtkeep/doctor/sharing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace jwtkeep::doctor {
namespace {

using keyring::Name;

/// `prod` of `prod-eu`, `prod_2` and `prod.eu`: regions and numbers are told apart by these.
std::string_view first_word(std::string_view environment) noexcept {
  return environment.substr(0, environment.find_first_of("-_."));
}

bool is_one_of(std::string_view environment, std::span<const std::string_view> words) noexcept {
  return std::ranges::find(words, first_word(environment)) != words.end();
}

/// `a` is the one that has something to lose.
Rule rule_between(const Name& a, const Name& b) {
  if (is_production(a.environment()) && is_development(b.environment())) return Rule::development_value;
  if (a.environment() != b.environment()) return Rule::shared_environments;
  return a.service() != b.service() ? Rule::shared_services : Rule::shared_purposes;
}

/// As an argument: a kid may be what somebody chose.
std::string kid_of(const Holder& holder) {
  constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return holder.kid.empty() || holder.kid.find_first_not_of(kPlain) != std::string::npos ? "KID" : holder.kid;
}

std::string mend_of(Rule rule, const Holder& whose) {
  const auto name = whose.keyring.text();
  const auto refuse = fmt::format("jwtkeep rotate {} --compromised {}", name, kid_of(whose));
  if (whose.replaced) {
    return fmt::format(
        "another key signs already, wait for the last tokens under this one (jwtkeep show {}), or refuse "
        "them now: {}",
        name, refuse);
  }
  if (rule == Rule::development_value) {
    return "count it as known to everybody, and give it a secret of its own: " + refuse;
  }
  return "give it a secret of its own: jwtkeep rotate " + name;
}

std::string where(const Holder& holder) {
  return holder.destination.empty() ? holder.keyring.text()
                                    : fmt::format("{} (of {})", holder.destination, holder.keyring.text());
}

/// What is said of two keyrings; the one that has more to lose is named first. Where one of them has refused the secret
/// since, the other alone has something to lose.
Finding finding_of(const Holder& mine, const Holder& other) {
  const bool other_first = mine.verifies == other.verifies ? is_production(other.keyring.environment()) &&
                                                                 !is_production(mine.keyring.environment())
                                                           : other.verifies;
  const auto& first = other_first ? other : mine;
  const auto& second = other_first ? mine : other;
  const auto rule = rule_between(first.keyring, second.keyring);
  return {.rule = rule,
          .keyring = first.keyring.text(),
          .destination = first.destination,
          .what = fmt::format("{} has the secret of {}", where(first), where(second)),
          .mend = mend_of(rule, first),
          .with = second.keyring.text()};
}

/// The same where the other one is not for whoever reads it: in words that fit each, so that nothing can be told of its
/// name.
Finding half_finding(const Holder& mine) {
  return {.rule = Rule::shared,
          .keyring = mine.keyring.text(),
          .destination = mine.destination,
          .what = fmt::format("{} has the secret of {}", where(mine), kAnotherKeyring),
          .mend = mend_of(Rule::shared, mine),
          .with = {}};
}

}  // namespace

bool is_production(std::string_view environment) noexcept {
  constexpr std::array<std::string_view, 5> kWords{"prod", "production", "live", "prd", "main"};
  return is_one_of(environment, kWords);
}

bool is_development(std::string_view environment) noexcept {
  constexpr std::array<std::string_view, 16> kWords{"dev",   "devel", "development", "test", "testing", "tests",
                                                    "local", "stage", "staging",     "qa",   "ci",      "sandbox",
                                                    "demo",  "int",   "preview",     "e2e"};
  return is_one_of(environment, kWords);
}

std::vector<Group> groups(std::vector<Sighting> sightings) {
  std::map<base::Bytes, std::set<Holder>> by_fingerprint;
  for (auto& sighting : sightings) by_fingerprint[std::move(sighting.fingerprint)].insert(std::move(sighting.holder));
  std::vector<Group> found;
  for (const auto& [fingerprint, holders] : by_fingerprint) {
    const bool several =
        std::ranges::any_of(holders, [&](const Holder& holder) { return holder.keyring != holders.begin()->keyring; });
    // A secret that nobody takes any more can be shared by whomever.
    if (several && std::ranges::any_of(holders, &Holder::verifies))
      found.push_back({.holders = {holders.begin(), holders.end()}});
  }
  std::ranges::sort(found, {}, [](const Group& group) { return group.holders.front(); });
  return found;
}

std::vector<Finding> findings(const std::vector<Group>& groups, const Visible& visible) {
  std::vector<Finding> found;
  std::set<std::pair<Name, Name>> told;
  const auto is_visible = [&](const Holder& holder) { return !visible || visible(holder.keyring); };
  const auto tell_half = [&](const Holder& mine) {
    auto half = half_finding(mine);
    // How many there are is as little for this reader as their names.
    if (std::ranges::find(found, half) == found.end()) found.push_back(std::move(half));
  };
  for (const auto& group : groups) {
    for (std::size_t i = 0; i < group.holders.size(); ++i) {
      for (std::size_t j = i + 1; j < group.holders.size(); ++j) {
        const auto& a = group.holders[i];
        const auto& b = group.holders[j];
        if (a.keyring == b.keyring || (!a.verifies && !b.verifies) || !told.emplace(a.keyring, b.keyring).second)
          continue;
        if (is_visible(a) && is_visible(b)) {
          found.push_back(finding_of(a, b));
        } else if (is_visible(a) && a.verifies) {
          tell_half(a);
        } else if (is_visible(b) && b.verifies) {
          tell_half(b);
        }
      }
    }
  }
  return found;
}

}  // namespace jwtkeep::doctor
