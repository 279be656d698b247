// How a content encryption key (CEK) comes to a recipient: the key management of RFC 7518 section 4. Internal to this
// room.
#pragma once

#include <cstdint>
#include <optional>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/jose/jwe_header.hpp"
#include "jwtkeep/jose/jwe_key.hpp"
#include "jwtkeep/jose/jwe_token.hpp"

namespace jwtkeep::jose {

/// What the sender chooses for key management.
struct CekChoices {
  std::uint32_t p2c = 0;           ///< PBES2's iterations
  base::Bytes apu = {}, apv = {};  ///< ECDH-ES: what the parties call themselves; empty: not written
};

/// What a recipient needs to find the CEK: its encrypted key and the header members that belong to it.
struct CekParcel {
  base::SecretBytes cek;  ///< given by `give_cek` only
  base::Bytes encrypted_key;
  base::Json members = base::Json::object();  ///< `epk`, `apu`, `apv`, `iv`, `tag`, `p2s`, `p2c`
};

/// For an algorithm whose key gives the CEK itself (`is_direct`). Errors: `key_mismatch`.
base::Result<CekParcel> give_cek(const EncryptionKey& key, Enc enc, const CekChoices& choices);

/// For every other algorithm: carries `cek` to one recipient. Errors: `bad_value`.
base::Result<CekParcel> send_cek(const EncryptionKey& key, const base::SecretBytes& cek, const CekChoices& choices);

/// How much work a token may ask of its reader.
struct Pbes2Bounds {
  std::uint32_t min_count;
  std::uint32_t max_count;
  std::uint64_t left;  ///< iterations that are left for this token; each try takes its own off
};

/// The CEK, or nothing when the encrypted key does not yield one of the right length: then the caller goes on with a
/// random one, so that nobody learns which step failed (RFC 7516 section 11.5). Errors, all of which say nothing of the
/// key: `malformed` for members that are missing or wrong; for an `epk` that is not a point of the key's own curve, or
/// one of small order; for an encrypted key where there must be none. `too_large` for a `p2c` beyond its bounds, before
/// anything is computed.
base::Result<std::optional<base::SecretBytes>> receive_cek(const DecryptionKey& key, Enc enc,
                                                           const JweRecipient& recipient, Pbes2Bounds& bounds);

}  // namespace jwtkeep::jose
