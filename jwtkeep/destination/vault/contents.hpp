// What the answers to the calls hold. Internal to this room.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/destination/vault/answer.hpp"

namespace jwtkeep::destination {

/// The newest version under a path.
struct VaultNewest {
  enum class State : std::uint8_t { never, standing, deleted, destroyed };
  State state = State::never;
  std::uint64_t version = 0;    ///< from 1; 0 where there never was one
  base::SecretBytes text = {};  ///< of a standing one, canonical (ring_json.hpp)
};

struct VaultMount {
  std::string path;  ///< without a slash at its end
  bool is_kv2 = false;
  std::string engine;  ///< for messages: `KV version 1`, `transit`
};

struct VaultToken {
  base::SecretBytes token;
  base::Seconds lease{0};  ///< 0: for ever
  bool renewable = false;
};

struct VaultVersions {
  std::uint64_t newest = 0;
  std::vector<std::uint64_t> older;  ///< of which something is left, ascending
};

// Each gives nothing where the answer holds no such thing: it is then no answer of Vault.

/// Of `read_newest`; takes `done`, `never` and `gone`.
std::optional<VaultNewest> read_newest_answer(const VaultAnswer& answer);
/// The version that was written.
std::optional<std::uint64_t> read_written_answer(const VaultAnswer& answer);
std::optional<VaultMount> read_mount_answer(const VaultAnswer& answer);
std::optional<VaultVersions> read_versions_answer(const VaultAnswer& answer);
/// Of a login or a renewal.
std::optional<VaultToken> read_token_answer(const VaultAnswer& answer);
/// Of `look_up_token`; without the token itself.
std::optional<VaultToken> read_lookup_answer(const VaultAnswer& answer);

}  // namespace jwtkeep::destination
