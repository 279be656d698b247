#include "jwtkeep/strength/letter_pairs.hpp"

#include <algorithm>
#include <array>
#include <bitset>
#include <cstdlib>
#include <string_view>

namespace jwtkeep::strength {
namespace {

// The 160 commonest letter pairs of English technical prose; nine in ten pairs are one of these.
constexpr std::string_view kCommonPairs =
    "abacadagaialamanarasataybabeblbrbucacechcickclcoctcudedidoeaecedeeefegelemeneperesetexfefifofugegiguhahehiho"
    "iaicidieifigiliminioirisitkelaldlelilllolulymambmemimompnancndnengninonsntnuocodolomonoooporosotouowpapeplpo"
    "prptqurarergrirlrmrnrorrrsrtrysascseshsisospssstsusytatethtitotrtstttutyubueulumunurusutvavewawewhwixpyo";

enum class Class : std::uint8_t { lower, upper, digit, sign };

Class class_of(std::uint8_t c) {
  if (c >= 'a' && c <= 'z') return Class::lower;
  if (c >= 'A' && c <= 'Z') return Class::upper;
  return c >= '0' && c <= '9' ? Class::digit : Class::sign;
}

std::uint8_t lower(std::uint8_t c) {
  return class_of(c) == Class::upper ? static_cast<std::uint8_t>(c - 'A' + 'a') : c;
}

/// 0 to 25, or -1 for what stands for no letter.
int letter_of(std::uint8_t c) {
  constexpr std::string_view kSigns = "0134578@$!+";
  constexpr std::string_view kLetters = "oieastbasit";
  const std::size_t at = kSigns.find(static_cast<char>(c));
  const std::uint8_t letter = at == std::string_view::npos ? lower(c) : static_cast<std::uint8_t>(kLetters[at]);
  return class_of(letter) == Class::lower ? letter - 'a' : -1;
}

const std::bitset<26 * 26>& common_pairs() {
  static const std::bitset<26 * 26> pairs = [] {
    std::bitset<26 * 26> table;
    for (std::size_t i = 0; i + 1 < kCommonPairs.size(); i += 2) {
      table.set(static_cast<std::size_t>((kCommonPairs[i] - 'a') * 26 + kCommonPairs[i + 1] - 'a'));
    }
    return table;
  }();
  return pairs;
}

/// Whether two characters are on the same or neighbouring keys of a US keyboard.
bool are_near_keys(std::uint8_t a, std::uint8_t b) {
  static constexpr std::array<std::string_view, 4> kRows{"1234567890-=", "qwertyuiop", "asdfghjkl", "zxcvbnm,./"};
  static const auto places = [] {
    std::array<std::array<int, 2>, 128> table;
    table.fill({-9, -9});
    for (std::size_t row = 0; row < kRows.size(); ++row) {
      for (std::size_t column = 0; column < kRows[row].size(); ++column) {
        table[static_cast<std::uint8_t>(kRows[row][column])] = {static_cast<int>(row), static_cast<int>(column)};
      }
    }
    return table;
  }();
  const auto& p = places[lower(a) & 0x7f];
  const auto& q = places[lower(b) & 0x7f];
  return p[0] >= 0 && q[0] >= 0 && std::abs(p[0] - q[0]) <= 1 && std::abs(p[1] - q[1]) <= 1;
}

struct Mix {
  std::array<std::size_t, 4> of_class{};
  std::size_t changes = 0;      ///< neighbours of different class
  std::size_t steps = 0;        ///< neighbours equal or next to each other in the character set
  std::size_t near_keys = 0;    ///< neighbours next to each other on the keyboard
  std::size_t longest_run = 0;  ///< of one class
};

Mix mix_of(base::ByteView text) {
  Mix mix;
  std::size_t run = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const Class here = class_of(text[i]);
    ++mix.of_class[static_cast<std::size_t>(here)];
    const bool same = i > 0 && class_of(text[i - 1]) == here;
    run = same ? run + 1 : 1;
    mix.longest_run = std::max(mix.longest_run, run);
    if (i == 0) continue;
    mix.changes += same ? 0 : 1;
    mix.steps += std::abs(text[i] - text[i - 1]) <= 1 ? 1 : 0;
    mix.near_keys += are_near_keys(text[i - 1], text[i]) ? 1 : 0;
  }
  return mix;
}

/// Whether `part` of `whole` lies within [low, high].
bool share_within(std::size_t part, std::size_t whole, double low, double high) {
  const double share = static_cast<double>(part) / static_cast<double>(whole);
  return share >= low && share <= high;
}

}  // namespace

LetterPairs count_letter_pairs(base::ByteView text) {
  LetterPairs count;
  for (std::size_t i = 1; i < text.size(); ++i) {
    const int a = letter_of(text[i - 1]);
    const int b = letter_of(text[i]);
    if (a < 0 || b < 0) continue;
    ++count.pairs;
    if (common_pairs().test(static_cast<std::size_t>(a * 26 + b))) ++count.common;
  }
  return count;
}

bool looks_random(base::ByteView text, Encoding encoding) {
  if (text.size() < 16) return false;
  const Mix mix = mix_of(text);
  const std::size_t neighbours = text.size() - 1;
  const std::size_t letters = mix.of_class[0] + mix.of_class[1];
  if (encoding == Encoding::hex) {
    const bool one_case = mix.of_class[0] == 0 || mix.of_class[1] == 0;
    return one_case && share_within(letters, text.size(), 0.15, 0.6) && mix.longest_run <= 14 &&
           share_within(mix.steps, neighbours, 0, 0.32);
  }
  // Shares in random base64: letters of each case 26/64, changes of class 0.64, near keys 0.15, common pairs 0.24.
  const LetterPairs pairs = count_letter_pairs(text);
  return share_within(mix.of_class[0], text.size(), 0.2, 0.65) &&
         share_within(mix.of_class[1], text.size(), 0.2, 0.65) && share_within(mix.changes, neighbours, 0.4, 0.86) &&
         share_within(mix.near_keys, neighbours, 0, 0.33) && share_within(mix.steps, neighbours, 0, 0.2) &&
         pairs.pairs > 0 && share_within(pairs.common, pairs.pairs, 0, 0.45);
}

}  // namespace jwtkeep::strength
