// Arithmetic modulo p = 2^255 - 19 on five limbs of 51 bits. Internal to this room: it serves ed25519/comb.cpp alone.
//
// Sums and differences are not reduced; each function says what it takes. "Reduced" limbs are below 2^51 + 2^16, which
// is what products, squares and `carried` give.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "jwtkeep/base/bytes.hpp"

namespace jwtkeep::crypto::ed25519 {

using Limb = std::uint64_t;
__extension__ using WideLimb = unsigned __int128;

inline constexpr Limb kMask = (Limb{1} << 51) - 1;

struct Field {
  std::array<Limb, 5> limb{};
};

inline constexpr Field kZero{};
inline constexpr Field kOne{{1}};
/// d of the curve -x^2 + y^2 = 1 + d x^2 y^2 (RFC 8032 section 5.1): -121665 / 121666.
inline constexpr Field kD{{0x34dca135978a3, 0x1a8283b156ebd, 0x5e7a26001c029, 0x739c663a03cbb, 0x52036cee2b6ff}};
inline constexpr Field kTwoD{{0x69b9426b2f159, 0x35050762add7a, 0x3cf44c0038052, 0x6738cc7407977, 0x2406d9dc56dff}};
inline constexpr Field kRootOfMinusOne{
    {0x61b274a0ea0b0, 0xd5a5fc8f189d, 0x7ef5e9cbd0c60, 0x78595a6804c9e, 0x2b8324804fc1d}};  // 2^((p - 1) / 4)

/// Limbs up to 2^53 each; the sum's are as large as both together.
inline Field add(const Field& a, const Field& b) noexcept {
  Field sum;
  for (std::size_t i = 0; i < 5; ++i) sum.limb[i] = a.limb[i] + b.limb[i];
  return sum;
}

/// a - b as a + 4p - b: `b`'s limbs must be below 2^53 - 76; the difference's are below a's + 2^53.
inline Field subtract(const Field& a, const Field& b) noexcept {
  constexpr Limb kLowest = (Limb{1} << 53) - 76, kOthers = (Limb{1} << 53) - 4;
  Field difference;
  difference.limb[0] = a.limb[0] + kLowest - b.limb[0];
  for (std::size_t i = 1; i < 5; ++i) difference.limb[i] = a.limb[i] + kOthers - b.limb[i];
  return difference;
}

/// The same number with reduced limbs.
inline Field carried(const Field& a) noexcept {
  Field out = a;
  for (std::size_t i = 0; i < 4; ++i) {
    out.limb[i + 1] += out.limb[i] >> 51;
    out.limb[i] &= kMask;
  }
  out.limb[0] += 19 * (out.limb[4] >> 51);
  out.limb[4] &= kMask;
  return out;
}

/// Five column sums to reduced limbs. Each must be below 2^115, the last one below 2^111.
inline Field reduce(WideLimb t0, WideLimb t1, WideLimb t2, WideLimb t3, WideLimb t4) noexcept {
  t1 += static_cast<Limb>(t0 >> 51);
  t2 += static_cast<Limb>(t1 >> 51);
  t3 += static_cast<Limb>(t2 >> 51);
  t4 += static_cast<Limb>(t3 >> 51);
  Field out{{static_cast<Limb>(t0) & kMask, static_cast<Limb>(t1) & kMask, static_cast<Limb>(t2) & kMask,
             static_cast<Limb>(t3) & kMask, static_cast<Limb>(t4) & kMask}};
  out.limb[0] += 19 * static_cast<Limb>(t4 >> 51);
  out.limb[1] += out.limb[0] >> 51;
  out.limb[0] &= kMask;
  return out;
}

/// Limbs of both below 2^54.
inline Field multiply(const Field& a, const Field& b) noexcept {
  const auto& [a0, a1, a2, a3, a4] = a.limb;
  const auto& [b0, b1, b2, b3, b4] = b.limb;
  const auto wide = [](Limb x, Limb y) { return static_cast<WideLimb>(x) * y; };
  const Limb c1 = 19 * b1, c2 = 19 * b2, c3 = 19 * b3, c4 = 19 * b4;  // 2^255 = 19
  return reduce(wide(a0, b0) + wide(a1, c4) + wide(a2, c3) + wide(a3, c2) + wide(a4, c1),
                wide(a0, b1) + wide(a1, b0) + wide(a2, c4) + wide(a3, c3) + wide(a4, c2),
                wide(a0, b2) + wide(a1, b1) + wide(a2, b0) + wide(a3, c4) + wide(a4, c3),
                wide(a0, b3) + wide(a1, b2) + wide(a2, b1) + wide(a3, b0) + wide(a4, c4),
                wide(a0, b4) + wide(a1, b3) + wide(a2, b2) + wide(a3, b1) + wide(a4, b0));
}

/// Limbs below 2^54.
inline Field square(const Field& a) noexcept {
  const auto& [a0, a1, a2, a3, a4] = a.limb;
  const auto wide = [](Limb x, Limb y) { return static_cast<WideLimb>(x) * y; };
  const Limb d0 = 2 * a0, d1 = 2 * a1, d2 = 2 * a2, c3 = 19 * a3, c4 = 19 * a4;
  return reduce(wide(a0, a0) + wide(d1, c4) + wide(d2, c3),                                                  //
                wide(d0, a1) + wide(d2, c4) + wide(a3, c3),                                                  //
                wide(d0, a2) + wide(a1, a1) + wide(2 * a3, c4), wide(d0, a3) + wide(d1, a2) + wide(a4, c4),  //
                wide(d0, a4) + wide(d1, a3) + wide(a2, a2));
}

/// 1 / a, and 0 for 0: a^(p - 2).
Field invert(const Field& a) noexcept;
/// a^((p - 5) / 8), of which square roots are made (RFC 8032 section 5.1.3).
Field root_power(const Field& a) noexcept;

/// The number as 32 bytes, least significant first, below p.
std::array<std::uint8_t, 32> to_bytes(const Field& a) noexcept;
/// 32 bytes, least significant first; the top bit is passed over, and numbers from p on are taken modulo p.
Field from_bytes(base::ByteView bytes) noexcept;

}  // namespace jwtkeep::crypto::ed25519
