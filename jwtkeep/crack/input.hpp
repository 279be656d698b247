// Whether a file is still the one that it was.
#pragma once

#include <cstdint>
#include <string>

#include "jwtkeep/base/result.hpp"

namespace jwtkeep::crack {

/// A file that an attack reads, as it was when it began.
struct Input {
  std::string path = {};
  std::uint64_t size = 0;     ///< in bytes; 0 for a pipe
  std::int64_t modified = 0;  ///< time of the last change, in nanoseconds since 1970
  std::string digest = {};    ///< SHA-256 of its first and last 64 KiB, in hex; empty for a pipe

  friend bool operator==(const Input&, const Input&) = default;
};

/// Looks at it as it is now. Errors: those of `OpenedFile::open`.
base::Result<Input> look_at(const std::string& path);

}  // namespace jwtkeep::crack
