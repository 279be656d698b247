#include "jwtkeep/scan/detect/loose_base64.hpp"

#include <algorithm>
#include <bitset>

namespace jwtkeep::scan {

std::optional<Characters> loose_base64_decode(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  if (text.size() % 4 == 1) return std::nullopt;
  Characters bytes;
  bytes.reserve(text.size() / 4 * 3 + 2);
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    const int value = sextet(c);
    if (value < 0) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes.push_back(static_cast<char>(bits >> held & 0xff));
  }
  return bytes;
}

bool is_varied(std::string_view text) noexcept {
  constexpr std::size_t kLongestRun = 10;  // zeros at the head of a number make a few `A`
  std::bitset<64> seen;
  std::size_t run = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    run = i > 0 && text[i] == text[i - 1] ? run + 1 : 1;
    if (run > kLongestRun) return false;
    if (const int value = sextet(text[i]); value >= 0) seen.set(static_cast<std::size_t>(value));
  }
  // Of n random characters out of 64, 64 (1 - (63/64)^n) differ: 32 of 43, 48 of 86. Half of that is asked for.
  return seen.count() >= std::min<std::size_t>(text.size() * 2 / 5, 24);
}

}  // namespace jwtkeep::scan
