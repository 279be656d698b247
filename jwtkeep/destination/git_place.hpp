// What git would do with a file. Internal to this room.
#pragma once

#include <filesystem>

#include "jwtkeep/base/result.hpp"

namespace jwtkeep::destination {

/// Whether git is out of the way of a secret file `name` in `folder` (an absolute path without symbolic links): there
/// is no `.git` at or above the folder, or git ignores the file and does not track it. Errors: `unsafe_place`,
/// `io_failed`.
base::Result<void> check_git(const std::filesystem::path& folder, const std::string& name);

}  // namespace jwtkeep::destination
