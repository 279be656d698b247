// A key that stays where it is, in a KMS or an HSM, and wraps small secrets there.
#pragma once

#include <string>
#include <string_view>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::store {

/// The longest that a wrapper may make of the 32 bytes that it wraps.
inline constexpr std::size_t kMostWrappedBytes = 8192;

/// One such key. It is given the random key of one slot, never the store's master key: whoever runs the KMS, and reads
/// all that is sent there, opens no store without the store's rows. One thread at a time.
class KeyWrapper {
 public:
  virtual ~KeyWrapper() = default;
  /// Where the key is, as people write it: `aws-kms://eu-central-1/alias/jwtkeep`. Printable ASCII, no credential.
  [[nodiscard]] virtual const std::string& address() const noexcept = 0;
  /// Wraps, bound to the store with this id (32 hex digits): what is wrapped for one store unwraps for no other.
  /// Errors: those of the place: `permission`, `io_failed`, `busy`, `not_found`, `bad_value`.
  virtual base::Result<base::Bytes> wrap(const base::SecretBytes& secret, std::string_view store_id) = 0;
  /// Errors: `wrong_master_key` where another key has wrapped it, it was wrapped for another store, or it was changed;
  /// those of the place.
  virtual base::Result<base::SecretBytes> unwrap(base::ByteView wrapped, std::string_view store_id) = 0;
};

}  // namespace jwtkeep::store
