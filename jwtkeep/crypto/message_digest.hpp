// OpenSSL's object for a hash, and a message's hash without an allocation. Internal to this room.
#pragma once

#include <array>
#include <initializer_list>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/crypto/evp.hpp"
#include "jwtkeep/crypto/hash.hpp"

namespace jwtkeep::crypto {

const EVP_MD* message_digest(Hash hash) noexcept;

/// The digest of a message that is not secret: its state stays in this thread's context until the next one.
class MessageHash {
 public:
  MessageHash(Hash hash, base::ByteView message) noexcept : MessageHash(hash, {message}) {}
  /// Of the parts, one behind the other.
  MessageHash(Hash hash, std::initializer_list<base::ByteView> parts) noexcept;
  [[nodiscard]] base::ByteView view() const noexcept { return base::ByteView(bytes_).first(size_); }

 private:
  std::array<std::uint8_t, 64> bytes_{};
  std::size_t size_;
};

}  // namespace jwtkeep::crypto
