#include "jwtkeep/crypto/ed25519/field.hpp"

namespace jwtkeep::crypto::ed25519 {
namespace {

Field square_times(Field a, int times) noexcept {
  for (int i = 0; i < times; ++i) a = square(a);
  return a;
}

struct Powers {
  Field eleventh;  ///< a^11
  Field long_run;  ///< a^(2^250 - 1)
};

Powers powers(const Field& a) noexcept {
  const auto second = square(a);
  const auto ninth = multiply(square_times(second, 2), a);
  const auto eleventh = multiply(ninth, second);
  const auto run5 = multiply(square(eleventh), ninth);  // a^(2^5 - 1)
  const auto run10 = multiply(square_times(run5, 5), run5);
  const auto run20 = multiply(square_times(run10, 10), run10);
  const auto run40 = multiply(square_times(run20, 20), run20);
  const auto run50 = multiply(square_times(run40, 10), run10);
  const auto run100 = multiply(square_times(run50, 50), run50);
  const auto run200 = multiply(square_times(run100, 100), run100);
  return {eleventh, multiply(square_times(run200, 50), run50)};
}

Limb load(base::ByteView bytes, std::size_t at) noexcept {
  Limb word = 0;
  for (std::size_t i = 0; i < 8; ++i) word |= Limb{bytes[at + i]} << (8 * i);
  return word;
}

}  // namespace

Field invert(const Field& a) noexcept {
  const auto [eleventh, long_run] = powers(a);
  return multiply(square_times(long_run, 5), eleventh);  // 2^255 - 21
}

Field root_power(const Field& a) noexcept { return multiply(square_times(powers(a).long_run, 2), a); }  // 2^252 - 3

std::array<std::uint8_t, 32> to_bytes(const Field& a) noexcept {
  auto f = carried(carried(a));
  // Whether f >= p shows in the carry out of f + 19; then f - p is f + 19 without that carry.
  Limb carry = 19;
  for (const auto limb : f.limb) carry = (limb + carry) >> 51;
  f.limb[0] += 19 * carry;
  for (std::size_t i = 0; i < 4; ++i) {
    f.limb[i + 1] += f.limb[i] >> 51;
    f.limb[i] &= kMask;
  }
  f.limb[4] &= kMask;
  const Limb words[] = {f.limb[0] | f.limb[1] << 51, f.limb[1] >> 13 | f.limb[2] << 38,
                        f.limb[2] >> 26 | f.limb[3] << 25, f.limb[3] >> 39 | f.limb[4] << 12};
  std::array<std::uint8_t, 32> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(words[i / 8] >> (8 * (i % 8)));
  return bytes;
}

Field from_bytes(base::ByteView bytes) noexcept {
  return {{load(bytes, 0) & kMask, (load(bytes, 6) >> 3) & kMask, (load(bytes, 12) >> 6) & kMask,
           (load(bytes, 19) >> 1) & kMask, (load(bytes, 24) >> 12) & kMask}};
}

}  // namespace jwtkeep::crypto::ed25519
