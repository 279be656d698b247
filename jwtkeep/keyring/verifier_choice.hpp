// The verifiers that somebody names for a keyring, and the P that they make necessary.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/time.hpp"

namespace jwtkeep::keyring {

/// Reads `node-jwks-rsa,spring`: names of verifiers.tsv in the order given, each once; spaces around them do not
/// count. Errors: `bad_value`, with the names that may have been meant.
base::Result<std::vector<std::string>> parse_verifiers(std::string_view text);

/// P for a keyring that these read: the largest of their caches and cooldowns, or `given` where that is larger.
/// Errors: `bad_policy`, with the arithmetic, when `given` is smaller, and when nothing is given for one whose cache
/// only the issuer's headers end, or nothing at all; `bad_value` for a name that is not in the table.
base::Result<base::Seconds> propagation_for(const std::vector<std::string>& verifiers,
                                            std::optional<base::Seconds> given);

}  // namespace jwtkeep::keyring
