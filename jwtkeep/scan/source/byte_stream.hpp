// Bytes that come one after the other: a file's, an archive's entry's, a git object's. Internal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/scan/source/source.hpp"

namespace jwtkeep::scan {

/// Why a stream goes no further.
struct StreamFailure {
  Skip why;
  std::string detail;
};

class ByteStream {
 public:
  ByteStream() = default;
  ByteStream(const ByteStream&) = delete;
  ByteStream& operator=(const ByteStream&) = delete;
  virtual ~ByteStream() = default;

  /// The next bytes, as many as are at hand and fit; 0 at the end alone. `into` is not empty.
  virtual std::expected<std::size_t, StreamFailure> read(base::MutableByteView into) = 0;
  /// How many zeros stand before what `read` gives next, and are left out. To be asked before each `read`.
  virtual std::uint64_t skip_hole() { return 0; }
  /// A descriptor for pread, or -1 where bytes come but once.
  [[nodiscard]] virtual int descriptor() const noexcept { return -1; }
  /// Of the whole, or 0 where nobody knows.
  [[nodiscard]] virtual std::uint64_t size_bytes() const noexcept { return 0; }
};

}  // namespace jwtkeep::scan
