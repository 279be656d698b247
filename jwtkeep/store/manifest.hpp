// A keyring's own row: its policy, and which keys and destinations belong to it, authenticated as one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "jwtkeep/keyring/keyring.hpp"
#include "jwtkeep/store/store_keys.hpp"

namespace jwtkeep::store {

struct Manifest {
  struct Member {
    std::string id;           ///< a key's kid or a destination's id
    std::uint64_t epoch = 0;  ///< a key's; 0 for destinations
    std::string digest;       ///< of its row's text
  };

  keyring::Policy policy;
  std::uint64_t revision = 0;
  base::Instant created_at{};
  base::Instant changed_at{};
  std::uint64_t trail_sequence = 0;  ///< the newest entry of the trail when the keyring was last changed
  base::Bytes trail_hash;            ///< that entry's hash
  std::string due;                   ///< the key of this keyring's row in the due space; empty: none
  std::vector<Member> keys;          ///< in the keyring's order
  std::vector<Member> destinations;

  [[nodiscard]] const Member* find_key(std::string_view kid) const noexcept;
};

std::string write_manifest(const StoreKeys& keys, const keyring::Name& name, const Manifest& manifest);
/// Errors: `tampered`, naming the keyring.
base::Result<Manifest> read_manifest(const StoreKeys& keys, const keyring::Name& name, std::string_view text);

}  // namespace jwtkeep::store
