// The options of `new` and `import` that make a policy.
#pragma once

#include "cli/arguments.hpp"
#include "jwtkeep/keyring/policy_wishes.hpp"

namespace jwtkeep::cli {

using PolicyOptions = keyring::PolicyWishes;

void add_policy_options(Arguments& app, PolicyOptions& options);

/// P is what `--verifiers` makes necessary, unless `--propagation` is larger.
/// Errors: `bad_value`, and `bad_policy` with the arithmetic.
base::Result<keyring::Policy> make_policy(const PolicyOptions& options);

}  // namespace jwtkeep::cli
