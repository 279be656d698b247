#include "jwtkeep/strength/typing_model.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

#include "jwtkeep/strength/key_neighbours.hpp"
#include "jwtkeep/strength/keyboards.hpp"
#include "jwtkeep/strength/letter_table.hpp"
#include "jwtkeep/strength/letters.hpp"

namespace jwtkeep::strength {
namespace {

// What follows is a set of sub-probability distributions: each expert's values for all 256 next bytes sum to at most
// one. The numbers in them only make texts cheaper or dearer; the bound in the header holds for any.

constexpr double kLowers = 26;
constexpr double kDigits = 10;
constexpr double kSigns = 33;  // of printable ASCII, with the space
constexpr double kPrintables = 95;

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
  explicit Reader(base::ByteView text) : text_(text), same_before_(text.size()) { last_.fill(kNowhere); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  /// Where each byte stood tells the whole text.
  ~Reader() {
    const auto wipe = [](auto& numbers) {
      base::wipe({reinterpret_cast<std::uint8_t*>(numbers.data()), numbers.size() * sizeof(numbers[0])});
    };
    wipe(same_before_);
    wipe(last_);
    wipe(counts_);
  }

  /// The bits of the byte at `at`; to be called for each in order.
  double cost(std::size_t at) {
    const Views views = ask(at);
    // One panel for all bytes, and one for those after each kind of byte: letters and digits in turn need that.
    Panel& after_kind = panels_[1 + (at > 0 ? kind(text_[at - 1]) : 0)];
    const double by_all = panels_[0].mix(views);
    const double by_kind = after_kind.mix(views);
    const double mixed = trust_ * by_all + (1 - trust_) * by_kind;
    trust_ = std::clamp(trust_ * by_all / mixed, kLeastTrust, 1 - kLeastTrust);
    const std::uint8_t c = text_[at];
    if (is_sign(c)) separator_ = c;
    ++counts_[c];
    same_before_[at] = std::exchange(last_[c], at);
    follow_copy(at);
    return -std::log2(mixed);
  }

 private:
  static constexpr std::size_t kExperts = 16;  // a round number is summed faster; the last one says nothing
  using Views = std::array<double, kExperts>;

  /// The experts and how much each has earned.
  class Panel {
   public:
    Panel() { weights_.fill(1.0 / kExperts); }

    /// The probability that they give together; their weights follow who was right.
    double mix(const Views& views) {
      constexpr double kSwitch = 0.03;  // how readily the lead changes from one expert to another
      std::array<double, 4> sums{};
      for (std::size_t i = 0; i < kExperts; ++i) sums[i % 4] += weights_[i] * views[i];
      const double mixed = (sums[0] + sums[1]) + (sums[2] + sums[3]);
      const double share = (1 - kSwitch) / mixed;
      for (std::size_t i = 0; i < kExperts; ++i) weights_[i] = share * weights_[i] * views[i] + kSwitch / kExperts;
      return mixed;
    }

   private:
    Views weights_{};
  };

  static std::size_t kind(std::uint8_t c) { return is_lower(c) ? 0 : is_upper(c) ? 1 : is_digit(c) ? 2 : 3; }

  Views ask(std::size_t at) const {
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
            std::max(copy(c), utf8(c)),
            as_often(at),
            goes_on(at),
            walks_on(at),
            0};
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

  /// As often as it came before, after the same byte or at all: who hits keys at random hits the same few.
  double as_often(std::size_t at) const {
    constexpr double kFirstTime = 4;
    constexpr double kFirstPair = 2;
    const std::uint8_t c = text_[at];
    const double alone =
        (counts_[c] + (is_printable(c) ? kFirstTime / kPrintables : 0)) / (static_cast<double>(at) + kFirstTime);
    if (at == 0) return alone;
    std::size_t pairs = 0;
    for (std::size_t i = same_before_[at - 1]; i != kNowhere; i = same_before_[i]) pairs += text_[i + 1] == c ? 1 : 0;
    return (static_cast<double>(pairs) + kFirstPair * alone) / (counts_[text_[at - 1]] - 1 + kFirstPair);
  }

  /// Every second, third or fourth byte counts on: a1b2c3, ab12cd34.
  double goes_on(std::size_t at) const {
    double chance = 0;
    for (std::size_t lag = 1; lag <= 4 && 2 * lag <= at; ++lag) {
      if (text_[at] == next_of(text_[at - 2 * lag], text_[at - lag])) chance += 0.24;
    }
    return chance;
  }

  /// The same over the keys, each of two fingers on a line of its own: a1s2d3.
  double walks_on(std::size_t at) const {
    const Keyboard& keyboard = keyboards()[0];
    const KeyPlace& here = keyboard[text_[at]];
    if (!here.exists()) return 0;
    double chance = 0;
    for (std::size_t lag = 1; lag <= 4 && 2 * lag <= at; ++lag) {
      const KeyPlace& last = keyboard[text_[at - lag]];
      const KeyPlace& before = keyboard[text_[at - 2 * lag]];
      const bool same_line =
          here.row - last.row == last.row - before.row && here.column - last.column == last.column - before.column;
      if (same_line && here.shifted == last.shifted && last.exists() && before.exists()) chance += 0.24;
    }
    return chance;
  }

  /// The one that follows two of a sequence; digits and letters begin anew behind their last.
  static std::uint8_t next_of(std::uint8_t before, std::uint8_t last) {
    const int next = 2 * last - before;
    if (is_digit(before) && is_digit(last)) return static_cast<std::uint8_t>('0' + (next - '0' + 20) % 10);
    if (is_lower(before) && is_lower(last)) return static_cast<std::uint8_t>('a' + (next - 'a' + 52) % 26);
    if (is_upper(before) && is_upper(last)) return static_cast<std::uint8_t>('A' + (next - 'A' + 52) % 26);
    return static_cast<std::uint8_t>(next);
  }

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
  static constexpr double kLeastTrust = 0.01;
  std::array<Panel, 5> panels_;
  double trust_ = 0.5;  ///< in the first panel
  static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);
  std::array<int, 256> counts_{};
  std::array<std::size_t, 256> last_{};   ///< where each byte was last
  std::vector<std::size_t> same_before_;  ///< for each place, the one before it with the same byte
  std::uint8_t separator_ = 0;            ///< the last sign; 0 for none yet
  std::size_t source_ = 0;                ///< whence the next byte would be copied
  std::size_t copied_ = 0;                ///< how many bytes before it are the same; 0 for no copy
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
