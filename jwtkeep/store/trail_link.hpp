// One link of the trail's chain, and the row that says where the chain ends.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "jwtkeep/store/backend.hpp"
#include "jwtkeep/store/store_keys.hpp"
#include "jwtkeep/store/trail.hpp"

namespace jwtkeep::store {

/// Why an entry is not the one that was written.
std::unexpected<base::Error> broken(std::uint64_t sequence, std::string_view why);

/// The hash that the first entry follows.
base::Bytes chain_start(const StoreKeys& keys);

std::string sequence_key(std::uint64_t sequence);  ///< 20 digits, so that text order is number order

/// An entry's row. Errors: `bad_value` when the event cannot be written so that it reads back as itself.
struct Link {
  std::string text;
  base::Bytes hash;
};
base::Result<Link> write_link(const StoreKeys& keys, base::ByteView hash_before, std::uint64_t sequence,
                              const TrailEvent& event);
/// Errors: `chain_broken`, with what is wrong.
base::Result<TrailEntry> read_link(const StoreKeys& keys, base::ByteView hash_before, std::uint64_t sequence,
                                   std::string_view text);

/// The newest end of the chain, how many keyrings there are and which list says what opens the store, so that removing
/// the newest of any of them, or putting an older one back, shows.
struct Head {
  TrailHead trail;
  std::uint64_t keyrings = 0;
  std::optional<std::string> ways = {};  ///< the list's digest; nothing: of a store from before there were lists
  std::map<std::string, std::string, std::less<>> documents = {};  ///< the digest of each (document.hpp)
};
/// `text` is the row's. Errors: `chain_broken`.
base::Result<Head> read_head(const StoreKeys& keys, const std::optional<std::string>& text);
base::Result<Head> load_head(Transaction& transaction, const StoreKeys& keys);
base::Result<void> save_head(Transaction& transaction, const StoreKeys& keys, const Head& head);

}  // namespace jwtkeep::store
