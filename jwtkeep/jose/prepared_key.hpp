// A verification key with all that can be worked out beforehand. Internal to this room.
#pragma once

#include <atomic>
#include <cstddef>
#include <optional>
#include <utility>

#include "jwtkeep/crypto/hmac_key.hpp"
#include "jwtkeep/jose/key.hpp"
#include "jwtkeep/jose/verifier.hpp"

namespace jwtkeep::jose {

struct PreparedKey {
  explicit PreparedKey(VerifyKey verify_key);

  VerifyKey key;
  std::optional<crypto::HmacKey> hmac;  ///< for symmetric keys
  std::size_t signature_text_size;      ///< of the encoded signature
  std::atomic<Standing> standing{Standing::usable};
};

}  // namespace jwtkeep::jose
