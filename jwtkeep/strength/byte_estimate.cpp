#include "jwtkeep/strength/byte_estimate.hpp"

#include <algorithm>
#include <bitset>
#include <cmath>

namespace jwtkeep::strength {
namespace {

// Shorter runs happen by chance: of 200,000 random 32-byte keys about one in fifty shows a repeated block of four
// bytes anywhere, and one in a thousand a run of five equal bytes. Nothing is reported below these lengths.
constexpr std::size_t kShortestCopy = 4;
constexpr std::size_t kShortestBlockFinding = 6;
constexpr std::size_t kShortestRun = 6;

struct Copy {
  std::size_t distance = 0;
  std::size_t length = 0;
};

/// The longest piece at `at` that stands earlier already; it may overlap itself, as a run of one byte does.
Copy longest_copy(base::ByteView bytes, std::size_t at) {
  Copy best;
  for (std::size_t from = 0; from < at; ++from) {
    if (bytes[from] != bytes[at]) continue;
    std::size_t length = 1;
    while (at + length < bytes.size() && bytes[from + length] == bytes[at + length]) ++length;
    if (length >= best.length) best = {at - from, length};
  }
  return best;
}

/// How many bytes from `at` on differ by one constant step that is not zero.
std::size_t counting_run(base::ByteView bytes, std::size_t at) {
  if (bytes.size() - at < 2) return bytes.size() - at;
  const auto step = static_cast<std::uint8_t>(bytes[at + 1] - bytes[at]);
  if (step == 0) return 1;
  std::size_t length = 2;
  while (at + length < bytes.size() && static_cast<std::uint8_t>(bytes[at + length] - bytes[at + length - 1]) == step) {
    ++length;
  }
  return length;
}

void cap_by_alphabet(base::ByteView bytes, Estimate& estimate) {
  std::bitset<256> seen;
  for (const std::uint8_t byte : bytes) seen.set(byte);
  const auto size = static_cast<double>(bytes.size());
  const auto distinct = static_cast<double>(seen.count());
  const double expected = 256 * (1 - std::pow(255.0 / 256, size));
  // Random bytes never come near half of what is expected of them (32 bytes: 30.1 +- 1.3).
  if (bytes.size() < 8 || distinct > expected / 2) return;
  estimate.bits = std::min(estimate.bits, distinct * 8 + (size - distinct) * std::log2(distinct));
  estimate.patterns.push_back({FindingKind::few_distinct_bytes, 0, bytes.size()});
}

void note_copy(const Copy& copy, std::size_t at, Estimate& estimate) {
  if (copy.distance == 1 && copy.length + 1 >= kShortestRun) {
    estimate.patterns.push_back({FindingKind::repeat, at - 1, copy.length + 1});
  } else if (copy.distance > 1 && copy.length >= kShortestBlockFinding) {
    estimate.patterns.push_back({FindingKind::repeated_block, at, copy.length});
  }
}

}  // namespace

Estimate estimate_bytes(base::ByteView bytes, double bits_per_byte) {
  Estimate estimate;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t counted = counting_run(bytes, at);
    const Copy copy = longest_copy(bytes, at);
    if (counted >= kShortestRun && counted >= copy.length) {
      estimate.bits += bits_per_byte + 8 + std::log2(static_cast<double>(counted));
      estimate.patterns.push_back({FindingKind::sequence, at, counted});
      at += counted;
    } else if (copy.length >= kShortestCopy) {
      const double price = std::log2(static_cast<double>(at) + 1) + std::log2(static_cast<double>(copy.length)) + 2;
      estimate.bits += std::min(price, bits_per_byte * static_cast<double>(copy.length));
      note_copy(copy, at, estimate);
      at += copy.length;
    } else {
      estimate.bits += bits_per_byte;
      ++at;
    }
  }
  if (bits_per_byte >= 8) cap_by_alphabet(bytes, estimate);
  return estimate;
}

}  // namespace jwtkeep::strength
