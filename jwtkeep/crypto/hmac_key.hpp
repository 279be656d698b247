// HMAC (RFC 2104) with a key that is prepared once: for those who make or check many tags.
#pragma once

#include <cstddef>
#include <utility>

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

  /// The same key for messages that begin with `prefix`: its whole blocks are hashed here, once and for all. Whoever
  /// uses it for a message that begins otherwise gets a wrong tag. `this` must not have a prefix already.
  [[nodiscard]] HmacKey for_messages_with(base::ByteView prefix) const;
  /// How many bytes of each message have been hashed beforehand: a multiple of the hash's block.
  [[nodiscard]] std::size_t prefix_size_bytes() const noexcept { return prefix_bytes_; }

  /// Writes the full-length tag of `message`. `out` must have exactly `tag_size_bytes()` bytes.
  void tag(base::ByteView message, base::MutableByteView out) const noexcept;

  /// Whether `tag` is the full-length tag of `message`; constant time in the tag's content. Cut tags never hold.
  [[nodiscard]] bool verify(base::ByteView message, base::ByteView tag) const noexcept;

  /// The inner state's eight words (after the prefix, where there is one), then the outer one's, each as the processor
  /// holds it: for kernels that hash many messages at once.
  [[nodiscard]] const base::SecretBytes& midstates() const noexcept { return midstates_; }

 private:
  HmacKey(Hash hash, base::SecretBytes midstates, std::size_t prefix_bytes) noexcept
      : hash_(hash), prefix_bytes_(prefix_bytes), midstates_(std::move(midstates)) {}

  Hash hash_;
  std::size_t prefix_bytes_ = 0;
  base::SecretBytes midstates_;
};

}  // namespace jwtkeep::crypto
