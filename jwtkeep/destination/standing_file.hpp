// What stands in a file that is a destination. Internal to this room.
#pragma once

#include <optional>
#include <string>

#include "jwtkeep/destination/place.hpp"

namespace jwtkeep::destination {

/// The file's bytes; its version is its inode, size and time of change. Nothing where there is no file.
/// Errors: `permission`, `io_failed`, `too_large` above 1 MiB, `unsafe_place` for what is no plain file.
base::Result<std::optional<Standing>> read_standing_file(const std::string& path);

/// Errors: `busy` where the file is not `over` any more (files have no compare-and-set: between this and the rename
/// another writer may still come, and is seen at the next reading).
base::Result<void> check_still_standing(const std::string& path, const std::optional<Standing>& over);

}  // namespace jwtkeep::destination
