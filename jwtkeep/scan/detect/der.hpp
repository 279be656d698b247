// Whether bytes are a private key's DER.
#pragma once

#include <cstddef>
#include <optional>

#include "jwtkeep/base/bytes.hpp"

namespace jwtkeep::scan {

/// How long the outermost SEQUENCE is with its header, in bytes, by the header alone; nothing where `der` begins with
/// anything else, or says more than 64 KiB.
std::optional<std::size_t> der_sequence_size(base::ByteView der) noexcept;

/// PKCS#8 (RFC 5958 section 2) with an algorithm that signs or agrees, PKCS#1's RSAPrivateKey (RFC 8017 appendix A.1.2)
/// or SEC1's ECPrivateKey (RFC 5915 section 3): by its structure, its version and its OID. At most a line break may
/// stand behind it. Not for keys that a passphrase encrypts, public keys and certificates.
bool is_private_key_der(base::ByteView der) noexcept;

}  // namespace jwtkeep::scan
