// What a command demands of a token beside its signature.
#pragma once

#include <string>
#include <vector>

#include "cli/arguments.hpp"
#include "jwtkeep/jose/claims.hpp"
#include "jwtkeep/keyring/policy.hpp"

namespace jwtkeep::cli {

/// Texts as given; empty: nothing is demanded.
struct Expectations {
  std::vector<std::string> issuers;    ///< one of them
  std::vector<std::string> audiences;  ///< one of them
  std::string subject;
  std::string type;  ///< `any` leaves the check out; empty: JWT
  std::vector<std::string> required;
  std::string leeway;
  std::string max_lifetime;
  bool allow_no_expiration = false;

  [[nodiscard]] bool given() const;
};

void add_expectation_options(Arguments& app, Expectations& expectations);

/// Errors: `bad_value`.
base::Result<jose::VerifyPolicy> verify_policy(const Expectations& expectations, const std::vector<jose::Alg>& algs);

/// What a keyring's policy demands, and the expectations besides. Errors: `bad_value`, also for what the policy has
/// settled: its issuer and audience, S and T.
base::Result<jose::VerifyPolicy> verify_policy(const Expectations& expectations, const std::vector<jose::Alg>& algs,
                                               const keyring::Policy& policy);

}  // namespace jwtkeep::cli
