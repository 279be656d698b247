// A keyring out of the store, and the keys that it encrypts content with.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/session.hpp"
#include "jwtkeep/jose/jwe_header.hpp"
#include "jwtkeep/keyring/content_key.hpp"

namespace jwtkeep::cli {

struct RingContent {
  keyring::Keyring ring;
  std::vector<jose::DecryptionKey> keys;  ///< of each key that verifies

  /// The key that a `kid` names. Errors: those of `keyring::verifier`.
  [[nodiscard]] base::Result<jose::DecryptionKey> key(const std::optional<std::string>& kid, base::Instant now) const;
};

/// Errors: those of the store, `bad_value` for what is no name.
base::Result<RingContent> ring_content(Session& session, const std::string& name);

}  // namespace jwtkeep::cli
