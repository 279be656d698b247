// JSON Web Encryption in JSON (RFC 7516 section 7.2): made here, opened by `decrypt` as every other form.
#pragma once

#include <span>
#include <string>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/jose/jwe.hpp"

namespace jwtkeep::jose {

/// What stands beside the content. No member may stand in two headers.
struct JweJsonParts {
  base::Json protected_extras = {};  ///< covered by the tag
  base::Json unprotected = {};       ///< for all recipients; anybody can change it
  base::Bytes aad = {};              ///< readable by all, covered by the tag
};

struct JweJsonRecipient {
  EncryptionKey key;
  base::Json header = {};  ///< further members of this recipient's own header; anybody can change them
};

// Errors of both: those of `encrypt_compact`, and `bad_value` when a member stands in two headers.

/// One recipient; `alg`, `kid` and all that key management adds are protected.
base::Result<std::string> encrypt_flattened(const EncryptionKey& key, Enc enc, const JweJsonParts& parts,
                                            const base::SecretBytes& plaintext, const EncryptOptions& options = {});

/// One recipient or several; `enc` and `zip` are protected, the rest stands in each recipient's own header. Errors
/// also: `bad_value` for no recipient, and for several of which one has `dir` or `ECDH-ES`, whose keys give the content
/// encryption key instead of taking it.
base::Result<std::string> encrypt_general(std::span<const JweJsonRecipient> recipients, Enc enc,
                                          const JweJsonParts& parts, const base::SecretBytes& plaintext,
                                          const EncryptOptions& options = {});

}  // namespace jwtkeep::jose
