// A place outside the store that holds a keyring: the one interface of all destinations.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/destination/environment.hpp"

namespace jwtkeep::destination {

/// What stands in a place.
struct Standing {
  /// The whole content in the place's canonical form: two readings of the same content are the same bytes, and equal to
  /// what `write` was given where nobody else has written since.
  base::SecretBytes text;
  /// The place's own word for this version (Vault's number, AWS's VersionId, Kubernetes' resourceVersion); for files
  /// something that differs when the content does. Never a secret, and nothing from which one could be guessed.
  std::string version;
};

/// What is written beside the content, where the place has room for it, so that people and `doctor` know whose it is.
struct Marks {
  std::string keyring;
  std::uint64_t revision = 0;
  /// 32 hex digits: the same for the same content of the same store, and without the store's own key it tells nothing
  /// of the content. What was written twice after a crash is known by it.
  std::string digest;
};

/// One place, which holds one keyring. Used by one thread at a time.
///
/// Errors of all calls: `permission` (with the name of the permission that is missing, where the place tells),
/// `io_failed` (no or no whole answer, a certificate that is not trusted, an answer that cannot be understood), `busy`
/// (it says to come again later), `destination_failed` (it refuses, for a reason of its own). No message holds any of
/// the content.
class Place {
 public:
  Place() = default;
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  virtual ~Place() = default;

  /// What the place would hold of this keyring, in the canonical form of `Standing::text`. Pure.
  /// Errors: those of `variables`; `bad_value` where the place cannot hold it; `key_mismatch` for a place of public
  /// keys and a keyring that has none.
  [[nodiscard]] virtual base::Result<base::SecretBytes> render(const Held& held, Role role,
                                                               std::string_view prefix) const = 0;

  /// What stands there now, always asked anew; nothing where there is nothing. What is there but marked as deleted
  /// (Vault, AWS, Azure) is nothing, and `write` brings it back.
  virtual base::Result<std::optional<Standing>> read() = 0;

  /// Makes `text` the content, whole or not at all, where `over` still stands (nothing: where nothing stands). Readers
  /// see the one or the other. The same call again after an unknown outcome does no harm.
  /// Errors: `busy` where something else stands there by now, in places that can tell.
  virtual base::Result<void> write(const base::SecretBytes& text, const Marks& marks,
                                   const std::optional<Standing>& over) = 0;

  /// Makes all older versions that the place keeps unreadable, as far as it can: they may hold keys that were destroyed
  /// or compromised. Does nothing where there are none.
  virtual base::Result<void> forget_older() { return {}; }

  /// What a person should know of the calls since the last asking although they held: marks that could not be set, a
  /// rotation of somebody else's that was cut off. A sentence each, without any of the content.
  virtual std::vector<std::string> take_notes() { return {}; }
};

}  // namespace jwtkeep::destination
