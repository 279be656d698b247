// Verification of Ed25519 signatures by tables (RFC 8032 section 5.1.7). Internal to this room.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/crypto/ed25519/comb.hpp"

namespace jwtkeep::crypto::ed25519 {

/// The same answer as libsodium's crypto_sign_verify_detached in half its time. `octets` is the public key, a point of
/// the prime-order group, and `a` its table; the signature has 64 bytes.
bool verify(const Comb& a, base::ByteView octets, base::ByteView message, base::ByteView signature);

/// A public key's table, made when the key has been used often enough to be worth it.
class LazyComb {
 public:
  LazyComb() = default;
  /// The new place begins without a table. Not for use beside other threads.
  LazyComb(LazyComb&&) noexcept {}
  LazyComb& operator=(LazyComb&&) = delete;
  LazyComb(const LazyComb&) = delete;
  LazyComb& operator=(const LazyComb&) = delete;
  ~LazyComb() = default;

  /// To be called at each use. Nullptr for the first few.
  const Comb* next_use(base::ByteView octets) const;

 private:
  static constexpr int kUsesWithout = 3;
  mutable std::atomic<int> uses_ = 0;
  mutable std::once_flag once_;
  mutable std::unique_ptr<const Comb> comb_;
};

}  // namespace jwtkeep::crypto::ed25519
