// Who signs: a keyring's active key, or a key that was given.
#pragma once

#include <optional>
#include <string>

#include "cli/claims_options.hpp"
#include "cli/key_source.hpp"
#include "jwtkeep/jose/key.hpp"

namespace jwtkeep::cli {

struct Signer {
  jose::SigningKey key;
  keyring::ClaimRules rules;
  bool from_ring = false;
};

/// Errors: those of the store; `key_unknown` when no key is active.
base::Result<Signer> ring_signer(Session& session, const std::string& name);

/// Errors: those of `read_keys` and `signing_key`.
base::Result<Signer> source_signer(Session& session, const KeySource& source, std::optional<jose::Alg> alg,
                                   const std::string& kid);

}  // namespace jwtkeep::cli
