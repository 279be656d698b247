// Sums of multiples of two fixed points of edwards25519, by tables made beforehand. A kernel for verification, where no
// number is secret. Internal to this room, its fuzz target and its benchmark.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/crypto/ed25519/point.hpp"

namespace jwtkeep::crypto::ed25519 {

/// j * 256^i * P for i from 0 to 31 and j from 1 to 8: 30 KiB. Making it takes about as long as libsodium's
/// verification of one signature.
class Comb {
 public:
  explicit Comb(const Point& point) noexcept;
  /// Of the base point B (RFC 8032 section 5.1); made at the first call.
  static const Comb& of_base();
  /// Of the point of these 32 octets; nullptr where none is on the curve.
  static std::unique_ptr<const Comb> of_octets(base::ByteView octets);

  [[nodiscard]] const AffinePoint& at(std::size_t position, std::size_t multiple) const noexcept {
    return table_[position][multiple - 1];
  }

 private:
  static constexpr std::size_t kPositions = 32;
  static constexpr std::size_t kMultiples = 8;
  std::array<std::array<AffinePoint, kMultiples>, kPositions> table_;
};

/// The octets of s * B - h * A. Both numbers have 32 bytes, least significant first, and are below 2^255.
std::array<std::uint8_t, 32> difference(const Comb& a, base::ByteView s, base::ByteView h) noexcept;

}  // namespace jwtkeep::crypto::ed25519
