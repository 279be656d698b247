// HMAC-SHA-256 over many messages at once, for who verifies in batches.
#pragma once

#include <span>
#include <string_view>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/crypto/hmac_key.hpp"

namespace jwtkeep::crypto {

/// One tag to be checked. The key has to be one for SHA-256.
struct HmacCheck {
  const HmacKey* key = nullptr;
  base::ByteView message;
  base::ByteView tag;
  bool holds = false;  ///< the answer
};

/// Sets `holds` of each check to what `key->verify(message, tag)` gives, in less time: messages of any lengths and
/// under any keys go through the lanes of a kernel together. The answers are constant time in the tags' content.
void verify_hmac_sha256(std::span<HmacCheck> checks) noexcept;

/// The same with the kernel of this name (`avx512`, `sha_ni`, `avx2`, `portable`), however few lanes are in use; false,
/// and nothing done, when this machine has none. For tests.
bool verify_hmac_sha256_with(std::string_view kernel, std::span<HmacCheck> checks) noexcept;

}  // namespace jwtkeep::crypto
