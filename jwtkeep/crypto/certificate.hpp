// X.509 certificates (RFC 5280): the key within one, and one that a key gives itself.
#pragma once

#include <string>
#include <string_view>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/crypto/key_pair.hpp"

namespace jwtkeep::crypto {

/// The public key of a certificate in DER form. Nothing else of it is looked at: whether it is trusted, or still valid,
/// is not asked. Errors: `malformed`; `bad_value` for a key that fails the checks of `PublicKey`.
base::Result<PublicKey> certificate_key(base::ByteView der);

/// The first certificate in a PEM text, DER, read no further. Errors: `malformed`, `too_large`; `not_found` where there
/// is none.
base::Result<base::Bytes> certificate_in_pem(std::string_view text);

/// One block of PEM (RFC 7468 section 5).
std::string certificate_pem(base::ByteView der);

/// A certificate, DER, of an RSA or EC key, signed by that key with SHA-256, for `common_name`, at most 64 characters
/// of ASCII. Nobody has reason to trust it. `alternative_names` (RFC 5280 section 4.2.1.6) as OpenSSL writes them,
/// `DNS:localhost,IP:127.0.0.1`; empty: none. Errors: `bad_value` for another kind of key or name.
base::Result<base::Bytes> self_signed_certificate(const PrivateKey& key, std::string_view common_name,
                                                  base::Instant from, base::Instant until,
                                                  const std::string& alternative_names = {});

}  // namespace jwtkeep::crypto
