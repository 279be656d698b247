// SHA-256 (FIPS 180-4) over sixteen messages at once. Internal to this room: everything here works on raw states, and
// `hmac_lanes.hpp` is what a caller wants.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace jwtkeep::crypto::sha256 {

inline constexpr std::size_t kLanes = 16;
inline constexpr std::size_t kStateWords = 8;
inline constexpr std::size_t kBlockBytes = 64;

using State = std::array<std::uint32_t, kStateWords>;

/// The state of each lane.
struct alignas(64) LaneStates {
  std::array<State, kLanes> lanes;
};

/// Where each lane's blocks begin, anywhere in memory. All must be readable, also those of idle lanes.
using LaneBlocks = std::array<const std::uint8_t*, kLanes>;

/// Takes `count` blocks of 64 bytes, which stand one after the other, into each lane whose bit is set in `active`; the
/// other lanes' states stay as they are.
using Compress = void (*)(LaneStates& states, const LaneBlocks& blocks, std::size_t count,
                          std::uint16_t active) noexcept;

/// One way to do it.
struct Implementation {
  std::string_view name;
  bool (*is_supported)() noexcept;  ///< by this processor and operating system
  Compress compress;
  /// From how many active lanes on it takes less time than one message after the other with libcrypto.
  std::size_t worth_from;
};

/// All that were built, the fastest first. The portable one is always there and always supported.
std::span<const Implementation> implementations() noexcept;

/// The first that this machine supports and that so many active lanes are worth; nullptr where there is none.
const Implementation* fastest(std::size_t lanes) noexcept;

/// The round constants (FIPS 180-4 section 4.2.2).
inline constexpr std::array<std::uint32_t, 64> kRound = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

// The implementations, each in the file of its name.
void compress_portable(LaneStates& states, const LaneBlocks& blocks, std::size_t count, std::uint16_t active) noexcept;
#if defined(__x86_64__)
bool is_avx2_supported() noexcept;
void compress_avx2(LaneStates& states, const LaneBlocks& blocks, std::size_t count, std::uint16_t active) noexcept;
bool is_sha_ni_supported() noexcept;
void compress_sha_ni(LaneStates& states, const LaneBlocks& blocks, std::size_t count, std::uint16_t active) noexcept;
bool is_avx512_supported() noexcept;
void compress_avx512(LaneStates& states, const LaneBlocks& blocks, std::size_t count, std::uint16_t active) noexcept;
#endif

}  // namespace jwtkeep::crypto::sha256
