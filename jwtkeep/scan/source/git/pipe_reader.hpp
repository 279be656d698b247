// Reads what another program writes. Internal.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/file_handle.hpp"

namespace jwtkeep::scan {

/// With a buffer. Its end is the other's end of writing, or `stop`.
class PipeReader {
 public:
  explicit PipeReader(base::FileHandle pipe, const std::atomic<bool>* stop = nullptr);

  /// What stands before the next `delimiter`, without it; nothing at the end, whatever stands before it. Good until the
  /// next call.
  std::optional<std::string_view> until(char delimiter);
  /// Some bytes; 0 at the end.
  std::size_t read(base::MutableByteView into);

  /// Whether much is on its way: then a read waits a moment for it to come together. A writer that finds its reader
  /// waiting wakes it for every few kilobytes, which costs both more than copying them.
  void expect_much(bool much) noexcept { much_ = much; }
  void close() noexcept { pipe_.reset(); }

 private:
  bool fill();  ///< more behind what is there; false at the end
  std::size_t receive(char* into, std::size_t most);

  base::FileHandle pipe_;
  const std::atomic<bool>* stop_;
  std::unique_ptr<char[]> buffer_;  // NOLINT(*-avoid-c-arrays): not initialised
  std::size_t capacity_;
  std::size_t begin_ = 0, end_ = 0;
  bool much_ = false;
};

}  // namespace jwtkeep::scan
