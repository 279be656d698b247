// ECDSA's two forms of a signature: r || s as JOSE has it (RFC 7518 section 3.4), and DER as OpenSSL has it (RFC 3279
// section 2.2.3). Internal to this room.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/crypto/ec_curve.hpp"

namespace jwtkeep::crypto {

/// Room for the DER form on every curve: two integers with a sign byte and a head of two, in a sequence whose length
/// may need one more byte.
using EcdsaDer = std::array<std::uint8_t, 3 + 2 * (2 + 1 + kMaxEcWidth)>;

/// Writes the DER form of `raw` (an even number of bytes, two times at most `kMaxEcWidth`); gives its length in bytes.
std::size_t ecdsa_to_der(base::ByteView raw, EcdsaDer& der) noexcept;

/// Fills `raw` with r || s at half its width each; false when `der` is not such a signature or a number is too wide.
bool ecdsa_from_der(base::ByteView der, base::MutableByteView raw) noexcept;

}  // namespace jwtkeep::crypto
