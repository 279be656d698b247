// RSA moduli whose factors anybody can find (CVE-2017-15361). Internal to this room.
#pragma once

#include "jwtkeep/base/bytes.hpp"

namespace jwtkeep::crypto {

/// Whether the modulus has the mark of the faulty generator in Infineon's chips (smart cards, TPMs), whose primes are
/// powers of 65537 modulo many small primes (Nemec et al., "The Return of Coppersmith's Attack", section 2.3). A sound
/// modulus has it by chance once in 240 million.
bool has_roca_mark(base::ByteView modulus) noexcept;

}  // namespace jwtkeep::crypto
