// Entries of the audit trail, for people and programs: for `log` and `history`.
#pragma once

#include <vector>

#include "cli/output.hpp"
#include "jwtkeep/store/shown_entry.hpp"
#include "jwtkeep/store/trail.hpp"

namespace jwtkeep::cli {

/// One line each: when, who, what, to which keyring, and its detail.
std::string entries_text(const Output& out, const std::vector<store::TrailEntry>& entries, bool with_keyring);

}  // namespace jwtkeep::cli
