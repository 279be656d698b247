// What is known of a key beside its secret.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/jose/alg.hpp"
#include "jwtkeep/keyring/state.hpp"

namespace jwtkeep::keyring {

/// A key's place in its life. Holds no secret: the material lies sealed in the store.
struct Key {
  std::string kid;
  jose::Alg alg = jose::Alg::HS256;
  State state = State::pending;
  std::uint64_t epoch = 0;  ///< grows with every change of this key; bound into its seal

  base::Instant published_at{};
  std::uint64_t published_revision = 0;        ///< the keyring's revision that first held it
  std::optional<base::Instant> activated_at;   ///< when it began to sign
  std::optional<base::Instant> superseded_at;  ///< when it ceased to sign
  std::uint64_t superseded_revision = 0;       ///< the revision that took it out of signing; 0: none
  std::optional<base::Instant> retired_at;
  std::optional<base::Instant> compromised_at;
  std::uint64_t removed_revision = 0;         ///< the revision from which it verifies no more; 0: none, or unknown
  std::optional<base::Instant> destroyed_at;  ///< the material is gone

  base::Bytes fingerprint;  ///< 16 bytes; see DESIGN, "fingerprint"
  base::Json public_jwk;    ///< asymmetric keys: the public JWK; null for symmetric ones

  friend bool operator==(const Key&, const Key&) = default;
};

base::Json to_json(const Key& key);
/// Errors: `malformed`. Never trusts: kinds, ranges and the state's own times are checked.
base::Result<Key> key_from_json(const base::Json& json);

}  // namespace jwtkeep::keyring
