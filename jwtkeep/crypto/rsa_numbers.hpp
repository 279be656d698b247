// The arithmetic of an RSA key: do its numbers belong together, and which factors has it. Internal to this room.
#pragma once

#include <optional>

#include "jwtkeep/crypto/key_pair.hpp"

namespace jwtkeep::crypto {

/// Whether p * q = n, e * d = 1, dp = d and dq = d modulo p - 1 and q - 1, and qi * q = 1 modulo p.
bool rsa_numbers_fit(const RsaPrivate& numbers);

/// The full set out of n, e and d (NIST SP 800-56B Rev. 2, appendix C.1), or nothing when these are no RSA key.
std::optional<RsaPrivate> complete_rsa(const RsaPrivate& numbers);

}  // namespace jwtkeep::crypto
