// The `kid` of a JWK. Internal to this room.
#pragma once

#include <string>

#include "jwtkeep/jose/jwk.hpp"

namespace jwtkeep::jose {

/// The JWK's own, or its RFC 7638 thumbprint; empty for a symmetric key without one, whose thumbprint would let
/// strangers test guesses (RFC 7638 section 7).
std::string kid_of(const Jwk& jwk);

}  // namespace jwtkeep::jose
