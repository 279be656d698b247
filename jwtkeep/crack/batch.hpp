// Candidates side by side. They are guesses, not secrets: ordinary memory is right for them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "jwtkeep/base/bytes.hpp"

namespace jwtkeep::crack {

/// Candidates of any lengths: their bytes, one after another, and where each ends. Memory is kept when it is cleared.
class Batch {
 public:
  static constexpr std::size_t kCapacity = 4096;                       ///< candidates
  static constexpr std::size_t kEnoughBytes = std::size_t{256} << 10;  ///< with so many, it is full too
  /// So many bytes after the last candidate can be read: kernels load whole blocks.
  static constexpr std::size_t kReadableBeyond = 128;

  Batch() : ends_(kCapacity + 1) { grow(0); }

  /// Whether no candidate can be added any more. One that can be may have any length.
  [[nodiscard]] bool full() const noexcept { return size_ == kCapacity || ends_[size_] >= kEnoughBytes; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::size_t room() const noexcept { return full() ? 0 : kCapacity - size_; }

  void clear() noexcept {
    size_ = 0;
    longest_ = 0;
  }

  /// Copies one candidate. The batch must not be `full()`.
  void add(base::ByteView candidate) {
    const auto size = candidate.size();
    copy(write(size), candidate.data(), size);
    wrote(size);
  }

  /// Where the next candidate is to be written, of at most `most` bytes; `wrote` says how long it became. For makers of
  /// candidates that have no copy of their own. The batch must not be `full()`.
  std::uint8_t* write(std::size_t most) {
    if (bytes_.size() - ends_[size_] < most + kReadableBeyond) grow(most);
    return bytes_.data() + ends_[size_];
  }
  void wrote(std::size_t size) noexcept {
    ends_[size_ + 1] = ends_[size_] + size;
    ++size_;
    longest_ = std::max(longest_, size);
  }

  /// Where `count` candidates of `length` bytes each are to be written, one after another; they count as added.
  /// `count` must not be above `room()`.
  std::uint8_t* add_many(std::size_t count, std::size_t length);

  [[nodiscard]] base::ByteView operator[](std::size_t i) const noexcept {
    return {bytes_.data() + ends_[i], ends_[i + 1] - ends_[i]};
  }

  /// The length of the longest candidate, in bytes.
  [[nodiscard]] std::size_t longest() const noexcept { return longest_; }
  /// All bytes; candidate i begins at `ends()[i]` and ends before `ends()[i + 1]`. For kernels.
  [[nodiscard]] const std::uint8_t* bytes() const noexcept { return bytes_.data(); }
  [[nodiscard]] const std::size_t* ends() const noexcept { return ends_.data(); }

 private:
  void grow(std::size_t more);

  /// As memcpy, which takes longer for the words that most lists hold: two pieces that overlap, without a call.
  static void copy(std::uint8_t* to, const std::uint8_t* from, std::size_t size) noexcept {
    if (size >= 8 && size <= 16) {
      copy_ends<std::uint64_t>(to, from, size);
    } else if (size >= 4 && size < 8) {
      copy_ends<std::uint32_t>(to, from, size);
    } else if (size != 0) {
      std::memcpy(to, from, size);
    }
  }
  template <class Piece>
  static void copy_ends(std::uint8_t* to, const std::uint8_t* from, std::size_t size) noexcept {
    Piece first;
    Piece last;
    std::memcpy(&first, from, sizeof first);
    std::memcpy(&last, from + size - sizeof last, sizeof last);
    std::memcpy(to, &first, sizeof first);
    std::memcpy(to + size - sizeof last, &last, sizeof last);
  }

  std::vector<std::uint8_t> bytes_;
  std::vector<std::size_t> ends_;
  std::size_t size_ = 0;
  std::size_t longest_ = 0;
};

}  // namespace jwtkeep::crack
