// Bytes to scan, and where they stand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/scan/finding.hpp"

namespace jwtkeep::scan {

/// A file, an archive's entry or a git object, or a piece of one that is too long to be held. Pieces overlap, so that
/// each finding has text on both sides: one is told by the piece in whose `tell_from` to `tell_until` it begins, and by
/// no other.
struct Blob {
  base::ByteView bytes;
  std::string path;                ///< as `Place::path`
  std::uint64_t first_line = 1;    ///< the number of the piece's first line
  std::string object = {};         ///< of a history: the blob's id, hex
  bool is_piece = false;           ///< the file goes on before or behind it
  std::uint64_t first_column = 1;  ///< of the piece's first byte in its line
  std::size_t tell_from = 0;       ///< findings that begin before this byte belong to the piece before
  std::size_t tell_until = std::numeric_limits<std::size_t>::max();  ///< and from this on to the next one
};

}  // namespace jwtkeep::scan
