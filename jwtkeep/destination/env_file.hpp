// A dotenv file: written so that nobody else reads it and nobody commits it.
#pragma once

#include <string>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::destination {

/// Whether a secret may be written to `path`: to be asked before any secret is read.
///
/// Refused with `unsafe_place` and the mend in the hint: a symbolic link or anything else but a regular file; a folder
/// in which everybody may replace files; a file that git tracks; a file in a git working tree that git does not
/// ignore. Where there is a `.git` but no git program (or git gives no answer) that is refused, too.
/// Errors also: `not_found` (no such folder), `permission`, `io_failed`.
base::Result<void> check_env_file_place(const std::string& path);

/// Asks `check_env_file_place`, then writes the file with mode 0600, whole or not at all (a temporary file in the same
/// folder, fsync, rename, fsync of the folder). Errors also: `permission`, `no_space`, `io_failed`.
base::Result<void> write_env_file(const std::string& path, const base::SecretBytes& text);

}  // namespace jwtkeep::destination
