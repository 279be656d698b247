// Keys of KMSs and HSMs by their addresses.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/destination/surroundings.hpp"
#include "jwtkeep/store/key_wrapper.hpp"

namespace jwtkeep::kms {

/// Whether this looks like a master key's address rather than a file's: `vault-transit:`, `aws-kms:` or `pkcs11:`.
bool is_address(std::string_view text);

/// The address as `open_wrapper` has it: options in order, everything that is no letter, digit or plain sign
/// percent-encoded, so that it can stand in single quotes in any shell. Errors: `bad_value`.
base::Result<std::string> canonical_address(std::string_view text);

/// Asks nobody before it is used. What the address does not say comes from the surroundings: Vault's and AWS's own
/// variables and files, the PIN from JWTKEEP_PIN. Errors: `bad_value`, with what is missing and where it was looked
/// for; `not_found` (a CA file).
base::Result<std::shared_ptr<store::KeyWrapper>> open_wrapper(std::string_view address,
                                                              const destination::Surroundings& surroundings);

}  // namespace jwtkeep::kms
