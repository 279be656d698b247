#include "cli/verifier_view.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/wrapped.hpp"

namespace jwtkeep::cli {
namespace {

using keyring::Verifier;

/// `node-jwks-rsa 10m`.
std::string named(const std::string& name) {
  const auto* known = keyring::find_verifier(name);
  if (known == nullptr) return name + " (unknown here)";
  return fmt::format("{} {}", name, keyring::describe_cache(*known));
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + named(name);
  return text;
}

/// The P that the table wants for this policy; the table may have changed since the policy was made.
base::Seconds wanted_propagation(const keyring::Policy& policy) {
  base::Seconds wanted{0};
  for (const auto& name : policy.verifiers) {
    if (const auto* known = keyring::find_verifier(name)) wanted = std::max(wanted, keyring::learns_within(*known));
  }
  return wanted;
}

}  // namespace

base::Json verifier_json(const Verifier& verifier) {
  auto json = base::Json::object({{"name", verifier.name},
                                  {"what", verifier.what},
                                  {"bound", keyring::word(verifier.bound)},
                                  {"cache_age_s", std::int64_t{verifier.cache_age.count()}},
                                  {"cooldown_s", std::int64_t{verifier.cooldown.count()}},
                                  {"unknown_kid", keyring::word(verifier.unknown_kid)},
                                  {"cache_control", keyring::word(verifier.cache_control)},
                                  {"sure", keyring::word(verifier.sure)},
                                  {"source", verifier.source}});
  if (verifier.bound == Verifier::Bound::never) json.erase("cache_age_s");
  if (!verifier.note.empty()) json.set("note", verifier.note);
  return json;
}

base::Json policy_verifiers_json(const keyring::Policy& policy) {
  auto list = base::Json::array();
  for (const auto& name : policy.verifiers) {
    const auto* known = keyring::find_verifier(name);
    auto json = known != nullptr ? verifier_json(*known) : base::Json::object({{"name", name}});
    json.set("known", known != nullptr);
    list.push(std::move(json));
  }
  return list;
}

std::string policy_verifiers_text(const keyring::Policy& policy, int width) {
  if (policy.verifiers.empty()) return {};
  const auto wanted = wanted_propagation(policy);
  const auto text = [](base::Seconds duration) { return base::format_duration(duration); };
  std::string sentence = "verifiers keep a key for: " + listed(policy.verifiers);
  if (policy.propagation == wanted) {
    sentence += fmt::format("; the longest sets P {}", text(wanted));
  } else if (policy.propagation > wanted) {
    sentence += fmt::format("; P {} was given", text(policy.propagation));
  } else {
    sentence += fmt::format("; P {} is SHORTER than the longest, {}: make the keyring anew with a longer one",
                            text(policy.propagation), text(wanted));
  }
  return wrapped(sentence, width);
}

std::vector<std::string> verifier_warnings(const keyring::Policy& policy) {
  std::vector<std::string> warnings;
  for (const auto& name : policy.verifiers) {
    const auto* known = keyring::find_verifier(name);
    if (known == nullptr || known->bound == Verifier::Bound::age) continue;
    warnings.push_back(
        known->bound == Verifier::Bound::never
            ? fmt::format("the cache of {} never ends: after a compromise it trusts the old key until you restart it",
                          name)
            : fmt::format(
                  "{} keeps a key as long as your Cache-Control says: serve the key set with a max-age of {} at "
                  "most",
                  name, base::format_duration(policy.propagation)));
  }
  const bool others = std::ranges::any_of(policy.verifiers, [](const std::string& name) { return name != "jwtkeep"; });
  if (jose::is_symmetric(policy.alg) && others) {
    warnings.push_back(fmt::format(
        "{} is symmetric: verifiers hold the secret itself and fetch no key, so that --verifiers sets P here "
        "and no more; for keys that are fetched choose --alg ES256",
        jose::info(policy.alg).name));
  }
  return warnings;
}

}  // namespace jwtkeep::cli
