#include "jwtkeep/crypto/roca.hpp"

#include <algorithm>
#include <array>

namespace jwtkeep::crypto {
namespace {

/// All odd primes that divide the generator's modulus for keys of every size from 512 bits on.
constexpr std::array<unsigned, 38> kPrimes{3,   5,   7,   11,  13,  17,  19,  23,  29,  31,  37,  41,  43,
                                           47,  53,  59,  61,  67,  71,  73,  79,  83,  89,  97,  101, 103,
                                           107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167};

unsigned remainder(base::ByteView number, unsigned prime) noexcept {
  unsigned rest = 0;
  for (const auto byte : number) rest = (rest * 256 + byte) % prime;
  return rest;
}

/// Whether `residue` is a power of 65537 modulo `prime`.
bool is_power(unsigned residue, unsigned prime) noexcept {
  unsigned power = 1;
  do {
    if (power == residue) return true;
    power = power * (65537 % prime) % prime;
  } while (power != 1);
  return false;
}

}  // namespace

bool has_roca_mark(base::ByteView modulus) noexcept {
  return std::ranges::all_of(kPrimes, [&](unsigned prime) { return is_power(remainder(modulus, prime), prime); });
}

}  // namespace jwtkeep::crypto
