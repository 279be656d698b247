// Plain C++ with the compilers' vectors of 128 bits, which every machine has, or gets as single words.
#include "jwtkeep/crack/kernel/lanes.hpp"

namespace jwtkeep::crack::kernel {
namespace {

template <class T>
struct Portable {
  using Word = T;
  using V [[gnu::vector_size(16)]] = T;
  static constexpr std::size_t kCount = 16 / sizeof(T);
  static constexpr int kBits = sizeof(T) * 8;

  static V all(T x) { return V{} + x; }
  static V add(V a, V b) { return a + b; }
  static V sub(V a, V b) { return a - b; }
  static V xor2(V a, V b) { return a ^ b; }
  static V xor3(V a, V b, V c) { return a ^ b ^ c; }
  static V choice(V e, V f, V g) { return g ^ (e & (f ^ g)); }
  static V majority(V a, V b, V c) { return b ^ ((a ^ b) & (b ^ c)); }
  template <int kBy>
  static V turn(V x) {
    return x >> kBy | x << (kBits - kBy);
  }
  template <int kBy>
  static V shift(V x) {
    return x >> kBy;
  }
  static std::uint32_t equal(V a, V b) {
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < kCount; ++i) bits |= std::uint32_t{a[i] == b[i]} << i;
    return bits;
  }
  template <int kWords>
  static void load_keys(const std::uint8_t* bytes, const std::size_t* ends, V* words) {
    for (std::size_t lane = 0; lane < kCount; ++lane) {
      std::array<std::uint8_t, kWords * sizeof(T)> key{};
      std::copy(bytes + ends[lane], bytes + ends[lane + 1], key.begin());
      for (std::size_t i = 0; i < kWords; ++i) words[i][lane] = load_big_endian<T>(&key[i * sizeof(T)]);
    }
  }
};

}  // namespace

Implementation portable() noexcept {
  return {"portable", []() noexcept { return true; }, Code<Sha256, Portable<std::uint32_t>>::run,
          Code<Sha384, Portable<std::uint64_t>>::run, Code<Sha512, Portable<std::uint64_t>>::run};
}

}  // namespace jwtkeep::crack::kernel
