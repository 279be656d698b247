#include "cli/policy_options.hpp"

#include <fmt/format.h>

#include "cli/alg_names.hpp"

namespace jwtkeep::cli {
namespace {

constexpr keyring::PolicyWords kWords{.form = "--form",
                                      .token_lifetime = "--ttl",
                                      .skew = "--skew",
                                      .propagation = "--propagation",
                                      .sign_propagation = "--sign-propagation",
                                      .rotate_every = "--rotate-every",
                                      .retention = "--retention"};

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
  return keyring::make_policy(options, kWords);
}

}  // namespace jwtkeep::cli
