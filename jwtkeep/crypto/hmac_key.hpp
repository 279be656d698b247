// HMAC (RFC 2104) with a key that is prepared once: for those who make or check many tags.
#pragma once

#include <cstddef>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/crypto/hash.hpp"

namespace jwtkeep::crypto {

/// The two hash states that a key's inner and outer pads lead to. Whoever has them can make tags: they are as secret as
/// the key itself and stand in guarded memory. What is left of RFC 2104 for a message is two blocks less, and no memory
/// is allocated. Immutable: any number of threads may use one key.
class HmacKey {
 public:
  /// Any key length is taken here; that a key is long enough is checked where a JOSE key is made.
  HmacKey(Hash hash, const base::SecretBytes& key);

  [[nodiscard]] Hash hash() const noexcept { return hash_; }
  [[nodiscard]] std::size_t tag_size_bytes() const noexcept { return size_bytes(hash_); }

  /// Writes the full-length tag of `message`. `out` must have exactly `tag_size_bytes()` bytes.
  void tag(base::ByteView message, base::MutableByteView out) const noexcept;

  /// Whether `tag` is the full-length tag of `message`; constant time in the tag's content. Cut tags never hold.
  [[nodiscard]] bool verify(base::ByteView message, base::ByteView tag) const noexcept;

  /// The inner state's eight words, then the outer one's, each as the processor holds it: for kernels that hash many
  /// messages at once.
  [[nodiscard]] const base::SecretBytes& midstates() const noexcept { return midstates_; }

 private:
  Hash hash_;
  base::SecretBytes midstates_;
};

}  // namespace jwtkeep::crypto
