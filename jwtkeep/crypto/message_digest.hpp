// OpenSSL's object for a hash. Internal to this room.
#pragma once

#include "jwtkeep/crypto/evp.hpp"
#include "jwtkeep/crypto/hash.hpp"

namespace jwtkeep::crypto {

const EVP_MD* message_digest(Hash hash) noexcept;

}  // namespace jwtkeep::crypto
