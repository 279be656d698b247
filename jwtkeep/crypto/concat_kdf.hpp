// The Concat KDF with SHA-256 (NIST SP 800-56A section 5.8.1, as RFC 7518 section 4.6.2 fills it in).
#pragma once

#include <cstddef>
#include <string_view>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::crypto {

/// `size_bytes` (at most 1024; more ends the program) of key out of the shared secret `z`. `algorithm`, and the
/// parties' `apu` and `apv` (empty where they said nothing), are each put in with their length; SuppPubInfo is the size
/// in bits and SuppPrivInfo is empty.
base::SecretBytes concat_kdf(const base::SecretBytes& z, std::string_view algorithm, base::ByteView apu,
                             base::ByteView apv, std::size_t size_bytes);

}  // namespace jwtkeep::crypto
