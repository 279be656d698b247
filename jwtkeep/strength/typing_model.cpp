#include "jwtkeep/strength/typing_model.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "jwtkeep/strength/key_neighbours.hpp"
#include "jwtkeep/strength/letter_table.hpp"

namespace jwtkeep::strength {
namespace {

// What follows is a set of sub-probability distributions: each expert's values for all 256 next bytes sum to at most
// one. The numbers in them only make texts cheaper or dearer; the bound in the header holds for any.

constexpr double kLowers = 26;
constexpr double kDigits = 10;
constexpr double kSigns = 33;  // of printable ASCII, with the space
constexpr double kPrintables = 95;

bool is_lower(std::uint8_t c) { return c >= 'a' && c <= 'z'; }
bool is_upper(std::uint8_t c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(std::uint8_t c) { return is_lower(c) || is_upper(c); }
bool is_digit(std::uint8_t c) { return c >= '0' && c <= '9'; }
bool is_printable(std::uint8_t c) { return c >= 0x20 && c <= 0x7e; }

std::size_t letter(std::uint8_t c) {
  return static_cast<std::size_t>(is_lower(c) ? c - 'a' : is_upper(c) ? c - 'A' : 26);
}

/// How many printable characters are of the same kind as `c`.
double kind_size(std::uint8_t c) { return is_letter(c) ? kLowers : is_digit(c) ? kDigits : kSigns; }

bool same_kind(std::uint8_t a, std::uint8_t b) {
  return is_lower(a) == is_lower(b) && is_upper(a) == is_upper(b) && is_digit(a) == is_digit(b);
}

class Reader {
 public:
  explicit Reader(base::ByteView text) : text_(text) { weights_.fill(1.0 / kExperts); }

  /// The bits of the byte at `at`; to be called for each in order.
  double cost(std::size_t at) {
    const std::array<double, kExperts> views = ask(at);
    double mixed = 0;
    for (std::size_t i = 0; i < kExperts; ++i) mixed += weights_[i] * views[i];
    for (std::size_t i = 0; i < kExperts; ++i) {
      weights_[i] = (1 - kSwitch) * weights_[i] * views[i] / mixed + kSwitch / kExperts;
    }
    if (is_printable(text_[at]) && !is_letter(text_[at]) && !is_digit(text_[at])) separator_ = text_[at];
    follow_copy(at);
    return -std::log2(mixed);
  }

 private:
  static constexpr std::size_t kExperts = 12;
  static constexpr double kSwitch = 0.03;  ///< how readily the lead changes from one expert to another

  std::array<double, kExperts> ask(std::size_t at) const {
    const std::uint8_t c = text_[at];
    const std::uint8_t one = at > 0 ? text_[at - 1] : 0;
    const std::uint8_t two = at > 1 ? text_[at - 2] : 0;
    const bool base64 = is_letter(c) || is_digit(c) || c == '-' || c == '_';
    return {1.0 / 256,
            is_printable(c) ? 1 / kPrintables : 0,
            base64 ? 1.0 / 64 : 0,
            is_digit(c) || (c >= 'a' && c <= 'f') ? 1.0 / 16 : 0,
            is_digit(c) || is_lower(c) ? 1.0 / 36 : 0,
            like_before(c, one),
            word(c, one, two),
            near(c, one),
            near(c, two),
            step(c, one),
            step(c, two),
            std::max(copy(c), utf8(c))};
  }

  static double like_before(std::uint8_t c, std::uint8_t one) {
    if (!is_printable(c) || !is_printable(one)) return 0;
    return same_kind(c, one) ? 0.9 / kind_size(one) : 0.1 / (kPrintables - kind_size(one));
  }

  /// Letters of words: small, Capitalised, CAPITALS or camelCase, with signs or digits between them.
  double word(std::uint8_t c, std::uint8_t one, std::uint8_t two) const {
    if (!is_printable(c)) return 0;
    if (!is_letter(one)) {
      if (!is_letter(c)) return 0.15 / (kDigits + kSigns);
      return 0.85 * follow(kNoLetter, letter(c)) * (is_lower(c) ? 0.65 : 0.35);
    }
    const double ends = follow(letter(one), kNoLetter);
    if (!is_letter(c)) return 0.6 * ends * separator(c);
    const double next = follow(letter(one), letter(c));
    if (is_lower(one)) return is_lower(c) ? next : 0.4 * ends * follow(kNoLetter, letter(c));
    const double stays = is_upper(two) ? 0.95 : 0.4;
    return next * (is_upper(c) ? stays : 1 - stays);
  }

  /// People separate all words by the same sign.
  double separator(std::uint8_t c) const {
    if (separator_ == 0) return 1 / (kDigits + kSigns);
    return c == separator_ ? 0.5 : 0.5 / (kDigits + kSigns - 1);
  }

  static double near(std::uint8_t c, std::uint8_t other) {
    const std::size_t count = near_key_count(other);
    if (count == 0 || !are_near_keys(c, other)) return 0;
    return (is_upper(c) == is_upper(other) ? 0.9 : 0.1) / static_cast<double>(count);
  }

  static double step(std::uint8_t c, std::uint8_t other) {
    const int by = c - other;
    return by == 0 ? 0.4 : by == 1 ? 0.4 : by == -1 ? 0.2 : 0;
  }

  double copy(std::uint8_t c) const { return copied_ > 0 && c == text_[source_] ? 0.5 : 0; }

  /// The other half of the last expert: letters outside ASCII.
  static double utf8(std::uint8_t c) { return c >= 0x80 ? 0.5 / 128 : 0; }

  /// Keeps `source_` behind the place where the last characters stood before.
  void follow_copy(std::size_t at) {
    if (copied_ > 0 && text_[source_] == text_[at]) {
      ++source_;
      ++copied_;
      return;
    }
    copied_ = 0;
    for (std::size_t from = at; from > 1; --from) {
      std::size_t length = 0;
      while (length < from && length < 8 && text_[from - 1 - length] == text_[at - length]) ++length;
      if (length >= 3 && length > copied_) {
        copied_ = length;
        source_ = from;
      }
    }
  }

  base::ByteView text_;
  std::array<double, kExperts> weights_{};
  std::uint8_t separator_ = 0;  ///< the last sign; 0 for none yet
  std::size_t source_ = 0;      ///< whence the next byte would be copied
  std::size_t copied_ = 0;      ///< how many bytes before it are the same; 0 for no copy
};

}  // namespace

TypingCosts::TypingCosts(base::ByteView text) : costs_(text.size()) {
  Reader reader(text);
  for (std::size_t at = 0; at < text.size(); ++at) costs_[at] = reader.cost(at);
}

TypingCosts::~TypingCosts() {
  base::wipe({reinterpret_cast<std::uint8_t*>(costs_.data()), costs_.size() * sizeof(double)});
}

double TypingCosts::of(std::size_t offset, std::size_t length) const {
  const auto begin = costs_.begin() + static_cast<std::ptrdiff_t>(offset);
  return std::accumulate(begin, begin + static_cast<std::ptrdiff_t>(length), 0.0);
}

double typing_bits(base::ByteView text) {
  Reader reader(text);
  double bits = 0;
  for (std::size_t at = 0; at < text.size(); ++at) bits += reader.cost(at);
  return bits;
}

double letter_pair_bits(base::ByteView letters) {
  double bits = 0;
  std::size_t before = kNoLetter;
  for (const std::uint8_t c : letters) {
    bits -= std::log2(follow(before, letter(c)));
    before = letter(c);
  }
  return bits;
}

}  // namespace jwtkeep::strength
