// A whole file into guarded memory. Internal to this room.
#pragma once

#include <string>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::destination {

/// Errors: `not_found`, `permission`, `io_failed`, `too_large`; `unsafe_place` for what is no plain file.
base::Result<base::SecretBytes> read_file(const std::string& path, std::size_t most_bytes);

}  // namespace jwtkeep::destination
