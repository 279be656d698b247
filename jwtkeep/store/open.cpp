// Making a store, and opening one.
#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/random.hpp"
#include "jwtkeep/store/backup.hpp"
#include "jwtkeep/store/identity.hpp"
#include "jwtkeep/store/key_row.hpp"
#include "jwtkeep/store/slot.hpp"
#include "jwtkeep/store/store_impl.hpp"
#include "jwtkeep/store/trail_link.hpp"
#include "jwtkeep/store/ways.hpp"

namespace jwtkeep::store {
namespace {

using base::fail;
using base::Reason;

constexpr std::size_t kIdBytes = 16;

/// What is read before the master key is known.
struct Front {
  std::string identity;
  std::vector<Row> slots;
  std::optional<std::string> ways;
  std::optional<std::string> head;
  std::optional<std::string> restored;
};

base::Result<Front> read_front(Backend& backend) {
  Front front;
  JWTKEEP_CHECK(backend.read([&](Transaction& transaction) -> base::Result<void> {
    JWTKEEP_TRY(auto identity, transaction.get(Space::meta, "store"));
    if (!identity) {
      return fail(Reason::no_store, "there is no store in " + backend.place(), "make one with: jwtkeep init");
    }
    front.identity = *std::move(identity);
    JWTKEEP_TRY(front.slots, transaction.range(Space::slots, "", "", kMostSlots));
    JWTKEEP_TRY(front.ways, transaction.get(Space::meta, kWaysRow));
    JWTKEEP_TRY(front.head, transaction.get(Space::meta, "head"));
    JWTKEEP_TRY(front.restored, transaction.get(Space::meta, kRestoredRow));
    return {};
  }));
  return front;
}

}  // namespace

base::Result<Store> Store::create(std::unique_ptr<Backend> backend, const Opener& opener, base::Instant now) {
  if (now < base::Instant{}) return fail(Reason::bad_value, "the clock stands before 1970", "set it");
  auto master = crypto::random_secret(kMasterKeyBytes);
  auto keys = derive_keys(base::hex_encode(crypto::random_bytes(kIdBytes)), master);
  // Argon2id takes its time, so it is done before the transaction holds others up.
  JWTKEEP_TRY(const auto slot, seal_slot(keys.id, master, opener));
  JWTKEEP_CHECK(backend->write([&](Transaction& transaction) -> base::Result<void> {
    for (const auto space : kSpaces) {
      JWTKEEP_TRY(const auto row, transaction.range(space, "", "", 1));
      if (row.empty()) continue;
      return fail(Reason::already_exists, "there is a store in " + backend->place() + " already",
                  "choose another place with --store");
    }
    JWTKEEP_CHECK(transaction.put(Space::meta, "store", write_identity(keys, now)));
    JWTKEEP_CHECK(transaction.put(Space::slots, "1", slot));
    WayList ways;
    ways.add(slot, now);
    const auto list = write_ways(keys, ways);
    JWTKEEP_CHECK(transaction.put(Space::meta, kWaysRow, list));
    return save_head(transaction, keys,
                     {.trail = {.count = 0, .hash = chain_start(keys)}, .keyrings = 0, .ways = row_digest(list)});
  }));
  return Store(std::make_unique<Impl>(std::move(backend), std::move(keys), OpenedSlot{"1", std::move(master)}));
}

base::Result<Store> Store::open(std::unique_ptr<Backend> backend, const Opener& opener, const std::string& slot) {
  JWTKEEP_TRY(auto front, read_front(*backend));
  JWTKEEP_TRY(auto id, peek_identity(front.identity));
  auto tried = front.slots;
  if (!slot.empty()) std::erase_if(tried, [&](const Row& row) { return row.key != slot; });
  JWTKEEP_TRY(auto opened, open_slots(id, tried, opener));
  auto keys = derive_keys(std::move(id), opened.master);
  JWTKEEP_CHECK(check_identity(keys, front.identity));
  if (front.restored) JWTKEEP_CHECK(check_restored(keys, *front.restored));
  // A head that cannot be read is told by every change and by `log verify`; what there is can be read meanwhile.
  if (const auto head = read_head(keys, front.head)) JWTKEEP_CHECK(check_ways(head->ways, front.ways));
  JWTKEEP_CHECK(read_ways(keys, front.ways, front.slots));
  return Store(std::make_unique<Impl>(std::move(backend), std::move(keys), std::move(opened)));
}

}  // namespace jwtkeep::store
