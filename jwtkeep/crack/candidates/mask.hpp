// hashcat's masks: one character set for each place of a candidate.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/crack/candidates/charset.hpp"

namespace jwtkeep::crack {

/// More candidates than this are refused: at 100 million a second they would take 2,900 years.
inline constexpr std::uint64_t kMostOfMask = std::uint64_t{1} << 63;

/// A mask that was read. Its candidates are numbered; the last place changes fastest.
class Mask {
 public:
  /// Errors: `bad_value` with the place marked; empty, longer than 256 places, or more than `kMostOfMask` candidates.
  static base::Result<Mask> parse(std::string_view text, const CustomCharsets& custom = {});

  [[nodiscard]] std::size_t length() const noexcept { return places_.size(); }
  [[nodiscard]] std::uint64_t candidates() const noexcept { return candidates_; }
  [[nodiscard]] const std::string& text() const noexcept { return text_; }  ///< as it was written
  [[nodiscard]] const Charset& at(std::size_t place) const noexcept { return places_[place]; }

  /// The mask's first `length` places, 1 to `length()`.
  [[nodiscard]] Mask prefix(std::size_t length) const;

 private:
  Mask() = default;
  std::vector<Charset> places_;
  std::vector<std::size_t> ends_;  ///< where in `text_` each place ends
  std::string text_;
  std::uint64_t candidates_ = 0;
};

/// Walks over a mask's candidates in the caller's memory.
class MaskCursor {
 public:
  /// The mask has to outlive it.
  explicit MaskCursor(const Mask& mask) : mask_(&mask), at_(mask.length(), 0) {}

  /// Writes candidate number `index` to `into`, which has `length()` bytes.
  void seek(std::uint64_t index, std::uint8_t* into);
  /// Writes the next one over the one before. After the last comes the first.
  void step(std::uint8_t* into) { skip(1, into); }

  /// What stands in the last place of this candidate and of those after it, until another place changes, too.
  [[nodiscard]] std::string_view last_place() const noexcept {
    return std::string_view(mask_->at(at_.size() - 1)).substr(at_.back());
  }
  /// Writes the candidate that comes `count` later; at most `last_place().size()`.
  void skip(std::size_t count, std::uint8_t* into) {
    for (std::size_t place = at_.size(); place-- > 0;) {
      const auto& set = mask_->at(place);
      at_[place] += count;
      const bool within = at_[place] < set.size();
      if (!within) at_[place] = 0;
      into[place] = static_cast<std::uint8_t>(set[at_[place]]);
      if (within) return;
      count = 1;
    }
  }

 private:
  const Mask* mask_;
  std::vector<std::size_t> at_;  ///< the number of each place's character in its set
};

}  // namespace jwtkeep::crack
