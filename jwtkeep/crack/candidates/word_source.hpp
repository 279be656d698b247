// Where words come from: a text in memory, a file, a stream. Each is shared out among threads by blocks of whole lines.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/result.hpp"

namespace jwtkeep::crack {

/// Longer lines are no words: they are refused, so that a disk image given by mistake does not fill the memory.
inline constexpr std::size_t kMostLineBytes = std::size_t{64} << 20;

/// Whole lines of a source.
struct Block {
  std::uint64_t begin = 0;  ///< where in the source the block begins, in bytes
  std::string_view text;    ///< of the source, or of `storage`
  std::vector<char> storage;
};

class WordSource {
 public:
  WordSource() = default;
  WordSource(const WordSource&) = delete;
  WordSource& operator=(const WordSource&) = delete;
  virtual ~WordSource() = default;

  /// The next block that nobody else has taken, over the one that `block` held; false at the end. Any thread.
  /// Errors: `io_failed`, `malformed` (a broken gzip stream), `bad_value` (a line above `kMostLineBytes`).
  virtual base::Result<bool> take(Block& block) = 0;
  /// Begins at this byte, which is the beginning of a block that was taken before. Before the first `take`.
  virtual base::Result<void> seek(std::uint64_t at) = 0;
  [[nodiscard]] virtual std::uint64_t size() const noexcept = 0;   ///< in bytes; 0 where nobody knows
  [[nodiscard]] virtual std::uint64_t taken() const noexcept = 0;  ///< bytes that have been given out
  /// About how large the next blocks are, in bytes. Before the first `take`.
  void set_block_bytes(std::size_t bytes) noexcept { block_bytes_ = bytes; }

 protected:
  [[nodiscard]] std::size_t block_bytes() const noexcept { return block_bytes_; }

 private:
  std::size_t block_bytes_ = std::size_t{256} << 10;
};

/// A text that outlives the source.
std::unique_ptr<WordSource> words_of_text(std::string_view text);
/// A text that the source keeps.
std::unique_ptr<WordSource> words_of_owned_text(std::string text);
/// A file, plain or gzip; `-` is standard input. Whoever waits for more of a stream gives up once `stop` is set.
/// Errors: `not_found`, `permission`, `io_failed`; `bad_value` for a folder.
base::Result<std::unique_ptr<WordSource>> words_of_file(const std::string& path, const std::atomic<bool>& stop);

}  // namespace jwtkeep::crack
