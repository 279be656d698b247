// JSON Web Signature in JSON (RFC 7515 section 7.2): made here, verified by `verify_payload` as every other form.
#pragma once

#include <span>
#include <string>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/jose/jws_header.hpp"
#include "jwtkeep/jose/key.hpp"

namespace jwtkeep::jose {

struct JwsJsonSigner {
  SigningKey key;
  base::Json protected_extras = {};  ///< covered by the signature, as are `alg` and `kid`
  base::Json unprotected = {};       ///< anybody can change it
};

// Errors of both: those of `make_protected_header`, and `bad_value` for an unprotected header that may not be one (see
// `check_unprotected_extras`), for a member that stands in both headers (`kid`, unless the key has none), and for an
// unencoded payload that is neither detached nor UTF-8 (RFC 7797 section 5.3).

/// One signature.
base::Result<std::string> sign_flattened(const JwsJsonSigner& signer, base::ByteView payload,
                                         const SignOptions& options = {});

/// One signature or several, each over its own protected header and the same payload. Errors also: `bad_value` for no
/// signer, and when two signatures would be the same.
base::Result<std::string> sign_general(std::span<const JwsJsonSigner> signers, base::ByteView payload,
                                       const SignOptions& options = {});

}  // namespace jwtkeep::jose
