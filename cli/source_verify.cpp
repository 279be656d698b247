#include "cli/source_verify.hpp"

#include <algorithm>

#include "cli/other_form_hint.hpp"
#include "cli/source_keys.hpp"

namespace jwtkeep::cli {

std::vector<jose::Alg> algs_of(const std::vector<jose::VerifyKey>& keys) {
  std::vector<jose::Alg> algs;
  for (const auto& key : keys) {
    if (std::ranges::find(algs, key.alg()) == algs.end()) algs.push_back(key.alg());
  }
  return algs;
}

base::Result<jose::VerifiedToken> verify_with_keys(const std::vector<jose::VerifyKey>& keys,
                                                   const jose::VerifyPolicy& policy, const std::string& token,
                                                   base::Instant now) {
  std::string alg;
  std::optional<jose::VerifyKey> tried;
  const auto lookup = [&](const jose::UnverifiedToken& unverified) -> base::Result<jose::VerifyKey> {
    alg = unverified.alg_name();
    JWTKEEP_TRY(tried, key_for(keys, unverified.kid(), alg));
    return *tried;
  };
  auto verified = jose::verify(token, lookup, policy, now);
  if (verified) return verified;
  auto error = explain_alg(std::move(verified).error(), alg, keys);
  return std::unexpected(tried ? with_other_form(std::move(error), token, *tried) : std::move(error));
}

}  // namespace jwtkeep::cli
