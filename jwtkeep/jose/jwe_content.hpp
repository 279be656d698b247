// A JWE's content on its way in, alike for every form. Internal to this room.
#pragma once

#include <string>
#include <string_view>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/crypto/content_encryption.hpp"
#include "jwtkeep/jose/jwe.hpp"
#include "jwtkeep/jose/jwe_cek.hpp"

namespace jwtkeep::jose {

/// Whether `key` may be used with `enc` and these options. Errors: `alg_not_allowed`, `bad_value`.
base::Result<void> check_sending(const EncryptionKey& key, Enc enc, const EncryptOptions& options);

/// The CEK, and how it comes to a single recipient.
base::Result<CekParcel> make_cek(const EncryptionKey& key, Enc enc, const EncryptOptions& options);

/// Appends the members of `more` (an object or null).
void append_members(base::Json& header, const base::Json& more);

/// The header as base64url of its JSON. Errors: `bad_value` when it is not UTF-8 (a `kid` may be anything).
base::Result<std::string> encode_header(const base::Json& header);

/// Compresses where the options say so, and encrypts. Errors: `bad_value` for a text that is too long.
base::Result<crypto::EncryptedContent> encrypt_text(Enc enc, const base::SecretBytes& cek,
                                                    std::string_view associated_data,
                                                    const base::SecretBytes& plaintext, const EncryptOptions& options);

}  // namespace jwtkeep::jose
