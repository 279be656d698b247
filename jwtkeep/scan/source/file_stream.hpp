// A file's bytes, without the holes in it. Internal.
#pragma once

#include <sys/stat.h>

#include "jwtkeep/scan/source/byte_stream.hpp"
#include "jwtkeep/scan/source/tally.hpp"

namespace jwtkeep::scan {

/// Reads a regular file, or whatever else is open: a pipe, standard input. Does not own the descriptor.
class FileStream final : public ByteStream {
 public:
  FileStream(int descriptor, const struct stat& status, Tally& tally) noexcept;

  /// `changed` at the end where the file is not what it was at the beginning.
  std::expected<std::size_t, StreamFailure> read(base::MutableByteView into) override;
  std::uint64_t skip_hole() override;
  [[nodiscard]] int descriptor() const noexcept override { return regular_ ? descriptor_ : -1; }
  [[nodiscard]] std::uint64_t size_bytes() const noexcept override { return size_; }

 private:
  [[nodiscard]] std::expected<std::size_t, StreamFailure> end();

  int descriptor_;
  struct stat status_;
  Tally* tally_;
  bool regular_;
  bool sparse_;
  std::uint64_t size_;
  std::uint64_t offset_ = 0;
  std::uint64_t data_end_ = 0;  ///< of a sparse file: where the next hole begins
  int reads_ = 0;
  bool ended_ = false;
};

}  // namespace jwtkeep::scan
