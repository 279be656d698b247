// Verifying a signed payload that is no JWT.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/expectations.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/jose/jws_verify.hpp"

namespace jwtkeep::cli {

struct RawOptions {
  std::string payload;     ///< the file of a detached payload; empty: the token has it
  std::string signatures;  ///< `any` or `all` where a token may have several; empty: one
};

/// What is taken: every form, the `typ` where one is demanded. Errors: `bad_value`, also for expectations that only
/// claims can meet.
base::Result<jose::JwsPolicy> raw_policy(const Expectations& expectations, const RawOptions& options,
                                         std::vector<jose::Alg> algs);

/// Errors: those of `jose::verify_payload`; those of the payload's file.
base::Result<jose::VerifiedPayload> verify_raw(const std::string& token,
                                               const std::optional<base::SecretBytes>& payload,
                                               const jose::JwsKeyLookup& lookup, const jose::JwsPolicy& policy);

}  // namespace jwtkeep::cli
