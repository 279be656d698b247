// The verifiers of a policy, and the table of all, as people and programs read them.
#pragma once

#include <string>
#include <vector>

#include "cli/output.hpp"
#include "jwtkeep/keyring/policy.hpp"
#include "jwtkeep/keyring/verifier.hpp"

namespace jwtkeep::cli {

/// All that the table says of one.
base::Json verifier_json(const keyring::Verifier& verifier);

/// Those that a policy names, as `verifier_json`, each with `known`.
base::Json policy_verifiers_json(const keyring::Policy& policy);

/// Lines on the verifiers that a policy names and the P that they set; empty without any.
std::string policy_verifiers_text(const keyring::Policy& policy, int width);

/// What somebody who names verifiers has to know: those that nothing bounds, and that a symmetric key is not fetched.
/// One sentence each.
std::vector<std::string> verifier_warnings(const keyring::Policy& policy);

}  // namespace jwtkeep::cli
