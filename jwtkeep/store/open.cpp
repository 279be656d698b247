// Making a store, and opening one.
#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/random.hpp"
#include "jwtkeep/store/backup.hpp"
#include "jwtkeep/store/identity.hpp"
#include "jwtkeep/store/slot.hpp"
#include "jwtkeep/store/store_impl.hpp"
#include "jwtkeep/store/trail_link.hpp"

namespace jwtkeep::store {
namespace {

using base::fail;
using base::Reason;

constexpr std::size_t kIdBytes = 16;
constexpr std::size_t kMostSlots = 64;

/// What is read before the master key is known.
struct Front {
  std::string identity;
  std::vector<Row> slots;
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
    JWTKEEP_TRY(front.restored, transaction.get(Space::meta, kRestoredRow));
    return {};
  }));
  return front;
}

}  // namespace

base::Result<Store> Store::create(std::unique_ptr<Backend> backend, const Opener& opener, base::Instant now) {
  if (now < base::Instant{}) return fail(Reason::bad_value, "the clock stands before 1970", "set it");
  const auto master = crypto::random_secret(kMasterKeyBytes);
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
    return save_head(transaction, keys, {.trail = {.count = 0, .hash = chain_start(keys)}, .keyrings = 0});
  }));
  return Store(std::make_unique<Impl>(std::move(backend), std::move(keys)));
}

base::Result<Store> Store::open(std::unique_ptr<Backend> backend, const Opener& opener) {
  JWTKEEP_TRY(const auto front, read_front(*backend));
  JWTKEEP_TRY(auto id, peek_identity(front.identity));
  JWTKEEP_TRY(const auto master, open_slots(id, front.slots, opener));
  auto keys = derive_keys(std::move(id), master);
  JWTKEEP_CHECK(check_identity(keys, front.identity));
  if (front.restored) JWTKEEP_CHECK(check_restored(keys, *front.restored));
  return Store(std::make_unique<Impl>(std::move(backend), std::move(keys)));
}

}  // namespace jwtkeep::store
