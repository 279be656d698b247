#include "jwtkeep/crypto/ed25519/point.hpp"

namespace jwtkeep::crypto::ed25519 {
namespace {

/// The last step of additions and doublings: x = e / g, y = h / f as a Point. Limbs below 2^54.
Point complete(const Field& e, const Field& f, const Field& g, const Field& h) noexcept {
  return {multiply(e, f), multiply(g, h), multiply(f, g), multiply(e, h)};
}

bool same(const Field& a, const Field& b) noexcept { return to_bytes(a) == to_bytes(b); }

}  // namespace

Point twice(const Point& a) noexcept {
  const auto xx = square(a.x), yy = square(a.y), zz = square(a.z);
  const auto sum = add(xx, yy);
  const auto difference = carried(subtract(yy, xx));
  // All four are the negatives of RFC 8032 section 5.1.4's: the same point.
  return complete(subtract(square(add(a.x, a.y)), sum), subtract(add(zz, zz), difference), difference, sum);
}

Point add(const Point& a, const AffinePoint& b) noexcept {
  const auto minus = multiply(subtract(a.y, a.x), b.y_minus_x);
  const auto plus = multiply(add(a.y, a.x), b.y_plus_x);
  const auto c = multiply(a.t, b.two_d_x_y);
  const auto d = add(a.z, a.z);
  return complete(subtract(plus, minus), subtract(d, c), add(d, c), add(plus, minus));
}

Point subtract(const Point& a, const AffinePoint& b) noexcept {
  const auto minus = multiply(subtract(a.y, a.x), b.y_plus_x);
  const auto plus = multiply(add(a.y, a.x), b.y_minus_x);
  const auto c = multiply(a.t, b.two_d_x_y);
  const auto d = add(a.z, a.z);
  return complete(subtract(plus, minus), add(d, c), subtract(d, c), add(plus, minus));
}

AffinePoint to_affine(const Point& a, const Field& inverse_z) noexcept {
  const auto x = multiply(a.x, inverse_z), y = multiply(a.y, inverse_z);
  return {carried(add(y, x)), carried(subtract(y, x)), multiply(multiply(x, y), kTwoD)};
}

std::array<std::uint8_t, 32> encode(const Point& a) noexcept {
  const auto inverse = invert(a.z);
  auto octets = to_bytes(multiply(a.y, inverse));
  const auto is_odd = to_bytes(multiply(a.x, inverse))[0] & 1;
  octets[31] = static_cast<std::uint8_t>(octets[31] | is_odd << 7);
  return octets;
}

std::optional<Point> decode(base::ByteView octets) noexcept {
  const auto y = from_bytes(octets);
  const auto yy = square(y);
  const auto u = carried(subtract(yy, kOne));
  const auto v = carried(add(multiply(yy, kD), kOne));
  // x = u v^3 (u v^7)^((p - 5) / 8), or that times a root of -1.
  const auto v3 = multiply(square(v), v);
  auto x = multiply(multiply(u, v3), root_power(multiply(u, multiply(square(v3), v))));
  const auto vxx = multiply(v, square(x));
  if (!same(vxx, u)) {
    if (!same(vxx, subtract(kZero, u))) return std::nullopt;
    x = multiply(x, kRootOfMinusOne);
  }
  const bool wants_odd = octets[31] >> 7 != 0;
  const bool is_odd = (to_bytes(x)[0] & 1) != 0;
  if (is_odd != wants_odd) x = carried(subtract(kZero, x));
  return Point{x, y, kOne, multiply(x, y)};
}

}  // namespace jwtkeep::crypto::ed25519
