// The options of `new` and `import` that make a policy.
#pragma once

#include <string>
#include <vector>

#include "cli/arguments.hpp"
#include "jwtkeep/keyring/policy.hpp"

namespace jwtkeep::cli {

/// Texts as given; empty: the default.
struct PolicyOptions {
  std::string alg;
  std::string form;
  std::string token_lifetime;
  std::string skew;
  std::string propagation;
  std::string sign_propagation;
  std::string rotate_every;
  std::string retention;
  std::string issuer;
  std::string audience;
  std::vector<std::string> verifiers;  ///< each may hold several names, with commas between them
  bool no_standby = false;
};

void add_policy_options(Arguments& app, PolicyOptions& options);

/// P is what `--verifiers` makes necessary, unless `--propagation` is larger.
/// Errors: `bad_value`, and `bad_policy` with the arithmetic.
base::Result<keyring::Policy> make_policy(const PolicyOptions& options);

}  // namespace jwtkeep::cli
