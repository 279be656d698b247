#include "jwtkeep/crypto/kernel/sha256/lanes.hpp"

namespace jwtkeep::crypto::sha256 {
namespace {

// Lanes from which on an implementation takes less time than one message after the other with libcrypto. The 512 bits
// take the same time for one lane as for sixteen; the portable one is slower than libcrypto everywhere.
constexpr std::array kImplementations = {
#if defined(__x86_64__)
    Implementation{"avx512", is_avx512_supported, compress_avx512, 12},
    Implementation{"sha_ni", is_sha_ni_supported, compress_sha_ni, 2},
    Implementation{"avx2", is_avx2_supported, compress_avx2, 8},
#endif
    Implementation{"portable", []() noexcept { return true; }, compress_portable, kLanes + 1},
};

}  // namespace

std::span<const Implementation> implementations() noexcept { return kImplementations; }

const Implementation* fastest(std::size_t lanes) noexcept {
  static const auto supported = [] {
    std::array<bool, kImplementations.size()> found{};
    for (std::size_t i = 0; i < found.size(); ++i) found[i] = kImplementations[i].is_supported();
    return found;
  }();
  for (std::size_t i = 0; i < kImplementations.size(); ++i) {
    if (supported[i] && lanes >= kImplementations[i].worth_from) return &kImplementations[i];
  }
  return nullptr;
}

}  // namespace jwtkeep::crypto::sha256
