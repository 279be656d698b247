// The ways into a store: which slots there are, since when, authenticated as one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/store/backend.hpp"
#include "jwtkeep/store/master_key.hpp"
#include "jwtkeep/store/store_keys.hpp"

namespace jwtkeep::store {

/// One way in.
struct WayIn {
  std::string slot;  ///< its number, which no later one gets again
  Opener::Kind kind = Opener::Kind::key_file;
  std::string id;                         ///< a key file's id, a remote key's address; empty for a passphrase
  std::optional<base::Instant> added_at;  ///< nothing: it was made with a store of jwtkeep 0.1 or earlier
};

/// A slot that was sealed and stands in no store yet.
struct SealedWay {
  Opener::Kind kind = Opener::Kind::key_file;
  std::string id;
  std::string row;
};

/// The row of `meta` that lists the slots, with a MAC under a key that only the master key gives: a slot that was put
/// back, taken away or exchanged by somebody with write access shows when the store is opened.
inline constexpr std::string_view kWaysRow = "openers";

struct WayList {
  struct Member {
    std::string slot;
    std::optional<base::Instant> added_at;
    std::string digest;  ///< of the slot's row
  };
  std::uint64_t next = 1;  ///< the number of the next slot
  std::vector<Member> members;

  void add(const std::string& row, base::Instant now);
};

std::string write_ways(const StoreKeys& keys, const WayList& list);
/// `row` is the list's; without one (a store made before there were lists) the only slot is number 1. Errors:
/// `tampered`, where the list is not jwtkeep's or the slots are not those that it names.
base::Result<WayList> read_ways(const StoreKeys& keys, const std::optional<std::string>& row,
                                const std::vector<Row>& slots);
/// Whether the list's row is the one whose digest the head of the trail holds. Errors: `tampered`: it was taken away,
/// or an older one put back.
base::Result<void> check_ways(const std::optional<std::string>& digest, const std::optional<std::string>& row);
/// The list inside a transaction, checked in both ways.
base::Result<WayList> load_ways(Transaction& transaction, const StoreKeys& keys);

/// The slots in the order of their numbers, those of kinds that are not known left out. `list` tells since when.
base::Result<std::vector<WayIn>> ways_in(const std::vector<Row>& slots, const WayList& list);

/// The ways into the store that a backend holds, before any key is there to check them: for choosing what to open it
/// with, and for messages, never for sending anything to an address that stands there. Errors: `no_store`, `tampered`,
/// those of the backend.
base::Result<std::vector<WayIn>> peek_ways_in(Backend& backend);

}  // namespace jwtkeep::store
