// Plain C++: what the others are compared with, and what every machine has.
#include <bit>

#include "jwtkeep/crypto/kernel/sha256/lanes.hpp"

namespace jwtkeep::crypto::sha256 {
namespace {

std::uint32_t load_big_endian(const std::uint8_t* from) {
  return std::uint32_t{from[0]} << 24 | std::uint32_t{from[1]} << 16 | std::uint32_t{from[2]} << 8 | from[3];
}

std::uint32_t small_sigma0(std::uint32_t x) { return std::rotr(x, 7) ^ std::rotr(x, 18) ^ x >> 3; }
std::uint32_t small_sigma1(std::uint32_t x) { return std::rotr(x, 17) ^ std::rotr(x, 19) ^ x >> 10; }
std::uint32_t big_sigma0(std::uint32_t x) { return std::rotr(x, 2) ^ std::rotr(x, 13) ^ std::rotr(x, 22); }
std::uint32_t big_sigma1(std::uint32_t x) { return std::rotr(x, 6) ^ std::rotr(x, 11) ^ std::rotr(x, 25); }

void compress_block(State& state, const std::uint8_t* block) {
  std::array<std::uint32_t, 64> w;  // NOLINT(cppcoreguidelines-pro-type-member-init): written below
  for (std::size_t t = 0; t < 16; ++t) w[t] = load_big_endian(block + t * 4);
  for (std::size_t t = 16; t < 64; ++t) w[t] = small_sigma1(w[t - 2]) + w[t - 7] + small_sigma0(w[t - 15]) + w[t - 16];
  auto s = state;
  for (std::size_t t = 0; t < 64; ++t) {
    const auto choice = (s[4] & s[5]) ^ (~s[4] & s[6]);
    const auto majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
    const auto first = s[7] + big_sigma1(s[4]) + choice + kRound[t] + w[t];
    const auto second = big_sigma0(s[0]) + majority;
    s = {first + second, s[0], s[1], s[2], s[3] + first, s[4], s[5], s[6]};
  }
  for (std::size_t i = 0; i < kStateWords; ++i) state[i] += s[i];
}

}  // namespace

void compress_portable(LaneStates& states, const LaneBlocks& blocks, std::size_t count, std::uint16_t active) noexcept {
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    if ((active >> lane & 1U) == 0) continue;
    for (std::size_t i = 0; i < count; ++i) compress_block(states.lanes[lane], blocks[lane] + i * kBlockBytes);
  }
}

}  // namespace jwtkeep::crypto::sha256
