// Writes a file whole or not at all.
#pragma once

#include <sys/types.h>

#include <string>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::destination {

/// Replaces `path` (an absolute path) by a new file of this mode: a temporary one in the same folder, fsync, rename,
/// fsync of the folder. Whoever reads meanwhile sees the old or the new file.
/// Errors: `not_found` (no folder), `permission`, `no_space`, `io_failed`.
base::Result<void> write_whole_file(const std::string& path, const base::SecretBytes& text, mode_t mode);

}  // namespace jwtkeep::destination
