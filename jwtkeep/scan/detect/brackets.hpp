// Which bracket a place of a text stands in.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace jwtkeep::scan {

/// Follows the brackets of a text from its beginning on; strings and comments are not told apart, so that a closing one
/// without its opening one is passed over. Each byte is read once, whatever is asked.
class Brackets {
 public:
  explicit Brackets(std::string_view text) noexcept : text_(text) {}

  /// The innermost one that is open at `at`, which must not lie before an earlier call's. Only the last 16 KiB count.
  std::optional<std::size_t> open_at(std::size_t at) noexcept;

 private:
  static constexpr std::size_t kReach = std::size_t{16} << 10;
  static constexpr std::size_t kDepth = 64;

  void push(std::size_t at) noexcept;

  std::string_view text_;
  std::size_t read_ = 0;
  std::array<std::size_t, kDepth> open_{};  // a ring: of deeper ones the outer are forgotten
  std::size_t depth_ = 0;
};

/// The closing one's place for the opening one at `at`, within `reach` bytes.
std::optional<std::size_t> closing_bracket(std::string_view text, std::size_t at, std::size_t reach) noexcept;

}  // namespace jwtkeep::scan
