// What KMSs answer, read without trusting it. Internal to this room.
#pragma once

#include <optional>
#include <string>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::kms {

/// `data.ciphertext` of transit's `encrypt`: `vault:v1:` and base64, at most 8 KiB, whose texts are guarded (they come
/// out of `destination::read_answer`). Nothing otherwise.
std::optional<base::Bytes> read_transit_ciphertext(const base::Json& body);
/// `data.plaintext` of transit's `decrypt`, base64.
std::optional<base::SecretBytes> read_transit_plaintext(const base::Json& body);
/// Whether bytes out of a slot can be what transit made: they are sent as they stand.
bool is_transit_ciphertext(base::ByteView wrapped);

/// `CiphertextBlob` of AWS KMS's Encrypt.
std::optional<base::Bytes> read_kms_ciphertext(const base::SecretBytes& answer);
/// `Plaintext` of AWS KMS's Decrypt, and the ARN of the key that did it.
struct KmsPlaintext {
  base::SecretBytes secret;
  std::string key_arn;
};
std::optional<KmsPlaintext> read_kms_plaintext(const base::SecretBytes& answer);

}  // namespace jwtkeep::kms
