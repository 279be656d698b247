// A folder's entries, on the disk.
#pragma once

#include <string>
#include <system_error>

namespace jwtkeep::destination {

/// Waits until the name of the file at `path`, new or renamed, is on the disk of the folder that it stands in: without
/// this a power cut may take it. Some file systems cannot sync a folder; the file stands all the same, and that is no
/// error. Gives what the kernel refused, for the caller's own words; `permission_denied` is a folder that may be
/// written to and not read.
std::error_code sync_folder_of(const std::string& path);

}  // namespace jwtkeep::destination
