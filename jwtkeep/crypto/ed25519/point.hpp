// Points of edwards25519 (RFC 8032 section 5.1). Internal to this room: it serves ed25519/comb.cpp alone. Nothing here
// is for secret numbers.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/crypto/ed25519/field.hpp"

namespace jwtkeep::crypto::ed25519 {

/// x = X / Z, y = Y / Z, x y = T / Z (RFC 8032 section 5.1.4); reduced limbs.
struct Point {
  Field x, y, z, t;
};

/// A point with Z = 1, as additions need it (Bernstein and others, "High-speed high-security signatures", section 5).
struct AffinePoint {
  Field y_plus_x, y_minus_x, two_d_x_y;
};

inline constexpr Point kNeutral{kZero, kOne, kOne, kZero};

Point twice(const Point& a) noexcept;
Point add(const Point& a, const AffinePoint& b) noexcept;
Point subtract(const Point& a, const AffinePoint& b) noexcept;

/// As an addend; `inverse_z` is 1 / Z.
AffinePoint to_affine(const Point& a, const Field& inverse_z) noexcept;

/// The point's 32 octets (RFC 8032 section 5.1.2).
std::array<std::uint8_t, 32> encode(const Point& a) noexcept;

/// The point of these 32 octets (RFC 8032 section 5.1.3); nothing where none is on the curve. Whether the octets are
/// the canonical ones is for the caller to see to.
std::optional<Point> decode(base::ByteView octets) noexcept;

}  // namespace jwtkeep::crypto::ed25519
