// What opens a store: the content of a key file, a passphrase, or a key that never leaves a KMS or an HSM.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/store/key_wrapper.hpp"

namespace jwtkeep::store {

/// What one guess at a passphrase costs (Argon2id, RFC 9106). The default opens a store in 0.1 to 0.2 seconds.
struct PassphraseCost {
  std::uint32_t operations = 3;                              ///< passes over the memory
  std::size_t memory_bytes = std::size_t{64} * 1024 * 1024;  ///< at least 8 KiB
};

/// One way into a store. The store's master key is 32 random bytes that are kept only sealed, once under each opener;
/// a new passphrase or key file therefore rewraps one row and touches no key.
class Opener {
 public:
  enum class Kind : std::uint8_t { key_file, passphrase, remote };

  /// The 32 bytes of a key file and its id; `parse_key_file` (key_file.hpp) makes these from the file's text.
  static Opener key_file(base::SecretBytes key, std::string id);
  /// `cost` is that of a store made with this opener; an existing store brings its own.
  static Opener passphrase(base::SecretBytes passphrase, PassphraseCost cost = {});
  /// A key in a KMS or an HSM.
  static Opener remote(std::shared_ptr<KeyWrapper> wrapper);

  [[nodiscard]] Kind kind() const noexcept { return kind_; }
  /// A key file's id, a remote key's address; empty for a passphrase.
  [[nodiscard]] const std::string& id() const noexcept { return id_; }
  /// Of a key file or passphrase; empty for a remote key.
  [[nodiscard]] const base::SecretBytes& secret() const noexcept { return secret_; }
  [[nodiscard]] PassphraseCost cost() const noexcept { return cost_; }
  [[nodiscard]] KeyWrapper* wrapper() const noexcept { return wrapper_.get(); }  ///< of a remote key; else nullptr

 private:
  Opener(Kind kind, base::SecretBytes secret, std::string id, PassphraseCost cost);

  Kind kind_;
  base::SecretBytes secret_;
  std::string id_;
  PassphraseCost cost_;
  std::shared_ptr<KeyWrapper> wrapper_;
};

/// `key_file`, `passphrase`, `remote`: as a slot's row and `--json` have it.
std::string_view word(Opener::Kind kind) noexcept;

}  // namespace jwtkeep::store
