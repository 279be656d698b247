#include "jwtkeep/crypto/ed25519/comb.hpp"

#include <cstdlib>
#include <vector>

namespace jwtkeep::crypto::ed25519 {
namespace {

// y = 4/5 and an even x.
constexpr std::array<std::uint8_t, 32> kBase{0x58, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66,
                                             0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66,
                                             0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66};

/// Makes addends of all points with one inversion (Montgomery's trick).
std::vector<AffinePoint> to_affine(const std::vector<Point>& points) {
  std::vector<Field> products(points.size());  // of all Z up to and with each
  auto product = kOne;
  for (std::size_t i = 0; i < points.size(); ++i) products[i] = product = multiply(product, points[i].z);
  auto inverse = invert(product);
  std::vector<AffinePoint> made(points.size());
  for (auto i = points.size(); i-- > 0;) {
    made[i] = ed25519::to_affine(points[i], i == 0 ? inverse : multiply(inverse, products[i - 1]));
    inverse = multiply(inverse, points[i].z);
  }
  return made;
}

/// 64 digits from -8 to 8 of a number below 2^255, least significant first, in base 16.
using Digits = std::array<std::int8_t, 64>;

Digits digits_of(base::ByteView number) noexcept {
  Digits digits{};
  int carry = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const int digit = ((number[i / 2] >> (i % 2 == 0 ? 0 : 4)) & 15) + carry;
    carry = i + 1 < digits.size() && digit > 7 ? 1 : 0;
    digits[i] = static_cast<std::int8_t>(digit - carry * 16);
  }
  return digits;
}

Point add_digit(const Point& sum, const Comb& comb, std::size_t position, int digit) noexcept {
  if (digit > 0) return add(sum, comb.at(position, static_cast<std::size_t>(digit)));
  if (digit < 0) return subtract(sum, comb.at(position, static_cast<std::size_t>(-digit)));
  return sum;
}

}  // namespace

Comb::Comb(const Point& point) noexcept {
  std::vector<Point> firsts{point};
  while (firsts.size() < kPositions) {
    auto next = firsts.back();
    for (int i = 0; i < 8; ++i) next = twice(next);
    firsts.push_back(next);
  }
  const auto addends = to_affine(firsts);
  std::vector<Point> all;
  all.reserve(kPositions * kMultiples);
  for (std::size_t position = 0; position < kPositions; ++position) {
    all.push_back(firsts[position]);
    for (std::size_t j = 1; j < kMultiples; ++j) all.push_back(add(all.back(), addends[position]));
  }
  const auto made = to_affine(all);
  for (std::size_t i = 0; i < made.size(); ++i) table_[i / kMultiples][i % kMultiples] = made[i];
}

const Comb& Comb::of_base() {
  static const auto comb = of_octets(kBase);
  if (comb == nullptr) std::abort();
  return *comb;
}

std::unique_ptr<const Comb> Comb::of_octets(base::ByteView octets) {
  const auto point = decode(octets);
  return point ? std::make_unique<const Comb>(*point) : nullptr;
}

std::array<std::uint8_t, 32> difference(const Comb& a, base::ByteView s, base::ByteView h) noexcept {
  const auto& b = Comb::of_base();
  const auto s_digits = digits_of(s), h_digits = digits_of(h);
  auto sum = kNeutral;
  const auto add_every_second = [&](std::size_t from) {
    for (std::size_t i = from; i < s_digits.size(); i += 2) {
      sum = add_digit(sum, b, i / 2, s_digits[i]);
      sum = add_digit(sum, a, i / 2, -h_digits[i]);
    }
  };
  add_every_second(1);
  for (int i = 0; i < 4; ++i) sum = twice(sum);
  add_every_second(0);
  return encode(sum);
}

}  // namespace jwtkeep::crypto::ed25519
