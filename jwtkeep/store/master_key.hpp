// What opens a store: the content of a key file, or a passphrase.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "jwtkeep/base/secret_bytes.hpp"

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
  enum class Kind : std::uint8_t { key_file, passphrase };

  /// The 32 bytes of a key file and its id; `parse_key_file` (key_file.hpp) makes these from the file's text.
  static Opener key_file(base::SecretBytes key, std::string id);
  /// `cost` is that of a store made with this opener; an existing store brings its own.
  static Opener passphrase(base::SecretBytes passphrase, PassphraseCost cost = {});

  [[nodiscard]] Kind kind() const noexcept { return kind_; }
  [[nodiscard]] const std::string& id() const noexcept { return id_; }  ///< a key file's id; empty for a passphrase
  [[nodiscard]] const base::SecretBytes& secret() const noexcept { return secret_; }
  [[nodiscard]] PassphraseCost cost() const noexcept { return cost_; }

 private:
  Opener(Kind kind, base::SecretBytes secret, std::string id, PassphraseCost cost);

  Kind kind_;
  base::SecretBytes secret_;
  std::string id_;
  PassphraseCost cost_;
};

}  // namespace jwtkeep::store
