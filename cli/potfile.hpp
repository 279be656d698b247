// A potfile on disk. It holds secrets in the clear, because the user asked for it.
#pragma once

#include <span>
#include <string>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::cli {

/// The words that a potfile has for these tokens; none where there is no file. Errors: `permission` where others may
/// read it, those of reading.
base::Result<std::string> read_potfile(const std::string& path, std::span<const std::string> tokens);

/// Adds one line, and sees it to the disk; a new file has mode 0600. Errors: `permission`, `no_space`, `io_failed`.
base::Result<void> add_to_potfile(const std::string& path, std::string_view token, const base::SecretBytes& secret);

}  // namespace jwtkeep::cli
