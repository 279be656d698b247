// A key that wraps as a KMS does, in this process: XChaCha20-Poly1305 with the store's id as additional data.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "jwtkeep/crypto/aead.hpp"
#include "jwtkeep/crypto/random.hpp"
#include "jwtkeep/store/key_wrapper.hpp"

namespace jwtkeep::store {

class KeyInMemory final : public KeyWrapper {
 public:
  explicit KeyInMemory(std::string address) : address_(std::move(address)) {}

  std::optional<base::Error> failure = {};  ///< what it answers, as long as it is there
  bool deaf = false;                        ///< wraps, and does not unwrap
  bool denies_first = false;                ///< the next call that unwraps
  int calls = 0;

  /// The same key under another address.
  [[nodiscard]] std::shared_ptr<KeyInMemory> at(std::string address) const {
    auto other = std::make_shared<KeyInMemory>(std::move(address));
    other->key_ = key_.clone();
    return other;
  }

  [[nodiscard]] const std::string& address() const noexcept override { return address_; }
  base::Result<base::Bytes> wrap(const base::SecretBytes& secret, std::string_view store_id) override {
    ++calls;
    if (failure) return std::unexpected(*failure);
    return crypto::seal(key_, base::as_bytes(store_id), secret);
  }
  base::Result<base::SecretBytes> unwrap(base::ByteView wrapped, std::string_view store_id) override {
    ++calls;
    if (failure) return std::unexpected(*failure);
    if (deaf || std::exchange(denies_first, false))
      return base::fail(base::Reason::permission, "no policy allows to unwrap", "allow it");
    auto secret = crypto::open(key_, base::as_bytes(store_id), wrapped);
    if (secret) return *std::move(secret);
    return base::fail(base::Reason::wrong_master_key, "another key has wrapped this", "give that one");
  }

 private:
  std::string address_;
  base::SecretBytes key_ = crypto::random_secret(crypto::kAeadKeyBytes);
};

}  // namespace jwtkeep::store
