// How much reading an extractor allows itself.
#pragma once

#include <cstddef>

namespace jwtkeep::scan {

/// What begins at a trigger may reach over the next ones. Whoever looks at each of them would read a text that was made
/// for it a thousand times; all looks together get a few times its length.
class Budget {
 public:
  explicit Budget(std::size_t text_size_bytes) noexcept : left_(kTimes * text_size_bytes + kLeast) {}

  /// Takes `bytes` off; false where they are not left, and from then on.
  bool take(std::size_t bytes) noexcept {
    left_ = bytes < left_ ? left_ - bytes : 0;
    return left_ > 0;
  }
  [[nodiscard]] bool is_spent() const noexcept { return left_ == 0; }

 private:
  static constexpr std::size_t kTimes = 6;
  static constexpr std::size_t kLeast = std::size_t{256} << 10;
  std::size_t left_;
};

}  // namespace jwtkeep::scan
