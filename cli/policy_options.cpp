#include "cli/policy_options.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/alg_names.hpp"
#include "jwtkeep/keyring/verifier_choice.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;

base::Result<void> read_duration(const std::string& option, const std::string& text, base::Seconds& into) {
  if (text.empty()) return {};
  auto duration = base::parse_duration(text);
  if (!duration) return fail(duration.error().reason, option + ": " + duration.error().what, duration.error().hint);
  into = *duration;
  return {};
}

/// The verifiers, and the P that they and `--propagation` give.
base::Result<void> read_propagation(const PolicyOptions& options, keyring::Policy& policy) {
  JWTKEEP_CHECK(read_duration("--propagation", options.propagation, policy.propagation));
  if (options.verifiers.empty()) return {};
  for (const auto& text : options.verifiers) {
    JWTKEEP_TRY(const auto names, keyring::parse_verifiers(text));
    for (const auto& name : names) {
      if (std::ranges::find(policy.verifiers, name) == policy.verifiers.end()) policy.verifiers.push_back(name);
    }
  }
  std::optional<base::Seconds> given;
  if (!options.propagation.empty()) given = policy.propagation;
  JWTKEEP_TRY(policy.propagation, keyring::propagation_for(policy.verifiers, given));
  return {};
}

}  // namespace

void add_policy_options(Arguments& app, PolicyOptions& options) {
  const keyring::Policy defaults;
  const auto text = [](base::Seconds duration) { return base::format_duration(duration); };
  const auto add = [&](const std::string& name, std::string& into, const std::string& type, const std::string& help,
                       const std::string& otherwise) {
    app.add_option(name, into, fmt::format("{} (default {})", help, otherwise))->type_name(type)->group("Policy");
  };
  add("--alg", options.alg, "ALG", "algorithm: " + alg_list(), "HS256");
  add("--form", options.form, "FORM",
      "what a symmetric secret's text means: text (the characters are the key) or bytes (base64url of the key)",
      "text");
  add("--ttl", options.token_lifetime, "DURATION", "T: the longest life of a token", text(defaults.token_lifetime));
  add("--rotate-every", options.rotate_every, "DURATION", "how long a key signs", text(defaults.rotate_every));
  add("--propagation", options.propagation, "DURATION", "P: until every verifier knows a published key",
      text(defaults.propagation) + ", or what --verifiers need");
  app.add_option(
         "--verifiers", options.verifiers,
         "who fetches the keys, such as node-jwks-rsa,spring: sets P to the largest of their caches (all of them: "
         "jwtkeep verifiers)")
      ->one_each()
      ->type_name("VERIFIERS")
      ->group("Policy");
  add("--sign-propagation", options.sign_propagation, "DURATION", "Q: until no issuer signs with the key before",
      text(defaults.sign_propagation));
  add("--skew", options.skew, "DURATION", "S: the largest difference between two clocks", text(defaults.skew));
  add("--retention", options.retention, "DURATION", "from retired until the secret is destroyed",
      text(defaults.retention));
  add("--iss", options.issuer, "ISSUER", "issuer that is written to tokens and demanded of them", "any");
  add("--aud", options.audience, "AUDIENCE", "audience that is written to tokens and demanded of them", "any");
  app.add_flag("--no-standby", options.no_standby, "do not keep the next key published ahead")->group("Policy");
}

base::Result<keyring::Policy> make_policy(const PolicyOptions& options) {
  keyring::Policy policy;
  if (!options.alg.empty()) {
    JWTKEEP_TRY(policy.alg, parse_alg(options.alg));
  }
  if (!options.form.empty()) {
    const auto form = keyring::form_from_word(options.form);
    if (!form) return fail(Reason::bad_value, "--form \"" + options.form + "\" is neither text nor bytes");
    if (!jose::is_symmetric(policy.alg)) {
      return fail(Reason::bad_value, "--form is for symmetric secrets only", "leave it out, or choose HS256");
    }
    policy.form = *form;
  }
  JWTKEEP_CHECK(read_duration("--ttl", options.token_lifetime, policy.token_lifetime));
  JWTKEEP_CHECK(read_duration("--skew", options.skew, policy.skew));
  JWTKEEP_CHECK(read_propagation(options, policy));
  JWTKEEP_CHECK(read_duration("--sign-propagation", options.sign_propagation, policy.sign_propagation));
  JWTKEEP_CHECK(read_duration("--rotate-every", options.rotate_every, policy.rotate_every));
  JWTKEEP_CHECK(read_duration("--retention", options.retention, policy.retention));
  policy.standby = !options.no_standby;
  if (!options.issuer.empty()) policy.issuer = options.issuer;
  if (!options.audience.empty()) policy.audience = options.audience;
  JWTKEEP_CHECK(keyring::check(policy));
  return policy;
}

}  // namespace jwtkeep::cli
