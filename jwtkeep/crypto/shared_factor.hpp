// RSA keys that have a prime in common, which a bad source of random bits gives to several machines.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "jwtkeep/crypto/key_pair.hpp"

namespace jwtkeep::crypto {

/// Whether two RSA keys have a prime factor in common: whoever sees both public keys divides it out and has both
/// private ones (Heninger et al., "Mining Your Ps and Qs", USENIX Security 2012). False for keys of other kinds, and
/// for equal moduli, which are one key seen twice.
bool share_factor(const PublicKey& a, const PublicKey& b);

/// The moduli that `sharing_factors` compares, in bytes all together: 128 keys of 2048 bits.
inline constexpr std::size_t kMaxComparedModuliBytes = std::size_t{32} << 10;

/// For each key whether it shares a factor with another of them, as above. Keys behind the first
/// `kMaxComparedModuliBytes` of different moduli are not compared: the work grows with the square of their number, and
/// a set may come from a stranger.
std::vector<bool> sharing_factors(std::span<const PublicKey> keys);

}  // namespace jwtkeep::crypto
