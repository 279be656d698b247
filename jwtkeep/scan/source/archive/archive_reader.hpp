// What stands in an archive, each entry as a blob. Internal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/scan/source/byte_stream.hpp"
#include "jwtkeep/scan/source/tally.hpp"

namespace jwtkeep::scan {

class BlobReader;

/// By so many first bytes an archive is known: a tar's `ustar` stands at 257.
inline constexpr std::size_t kArchiveHeadBytes = 512;

/// zip and jar, tar, and what gzip, bzip2, xz or zstd have made of them or of one file. By their magic numbers.
bool looks_like_archive(base::ByteView head) noexcept;

/// What an archive and all within it may still take: it may have been made to fill a disk (CWE-409).
struct ArchiveBounds {
  std::uint64_t bytes = 0;    ///< that may still come out
  std::uint64_t entries = 0;  ///< that may still be read
  int depth = 0;              ///< archives within archives
  bool is_told = false;       ///< that one of them was reached

  /// For one of so many bytes; 0 where nobody knows.
  static ArchiveBounds of_file(std::uint64_t size_bytes) noexcept;
};

/// Reads `head` and then `stream`. Each entry goes through `reader`, archives within included.
void read_archive(ByteStream& stream, base::ByteView head, const std::string& path, const std::string& object,
                  ArchiveBounds& bounds, BlobReader& reader, Tally& tally);

}  // namespace jwtkeep::scan
