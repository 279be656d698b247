// The emergency clock as people and programs read it.
#pragma once

#include <string>
#include <vector>

#include "cli/output.hpp"
#include "jwtkeep/keyring/emergency_clock.hpp"

namespace jwtkeep::cli {

/// A list with one object for each compromised key (docs/commands/show.md).
base::Json emergency_json(const std::vector<keyring::EmergencyClock>& clocks, base::Instant now);

/// A table for each compromised key that somebody still trusts, and a line for each of the others; empty without any.
std::string emergency_text(const Output& out, const keyring::Keyring& keyring,
                           const std::vector<keyring::EmergencyClock>& clocks, base::Instant now);

}  // namespace jwtkeep::cli
