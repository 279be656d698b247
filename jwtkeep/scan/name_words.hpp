// The words that a name is made of.
#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <string_view>

namespace jwtkeep::scan {

/// A name's words in lower case, whatever its style: `JWT_SECRET`, `jwtSecret`, `Jwt:Secret` and `jwt-secret` have the
/// same two. The last segment is what stands behind the last `.`, `:`, `/` or `__`.
class NameWords {
 public:
  explicit NameWords(std::string_view name) noexcept;

  [[nodiscard]] std::size_t size() const noexcept { return count_; }
  [[nodiscard]] bool empty() const noexcept { return count_ == 0; }
  /// The first word of the last segment.
  [[nodiscard]] std::size_t last_segment() const noexcept { return last_segment_; }
  [[nodiscard]] std::string_view operator[](std::size_t i) const noexcept { return words_[i].view(); }
  [[nodiscard]] std::string_view back() const noexcept { return words_[count_ - 1].view(); }

  /// Whether one of the words from `from` on is among these.
  [[nodiscard]] bool has(std::initializer_list<std::string_view> any, std::size_t from = 0) const noexcept;
  /// Whether these stand one after another, from `from` on.
  [[nodiscard]] bool has_run(std::initializer_list<std::string_view> run, std::size_t from = 0) const noexcept;

 private:
  // Long enough for every word that is asked for; of a longer one the beginning.
  static constexpr std::size_t kWordBytes = 24;
  static constexpr std::size_t kMostWords = 24;
  struct Word {
    std::array<char, kWordBytes> characters;
    std::size_t size;
    [[nodiscard]] std::string_view view() const noexcept { return {characters.data(), size}; }
  };
  void add(std::string_view word) noexcept;

  std::array<Word, kMostWords> words_;
  std::size_t count_ = 0;
  std::size_t last_segment_ = 0;
};

}  // namespace jwtkeep::scan
