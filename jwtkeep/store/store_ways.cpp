// A store's ways in: telling, adding and removing them.
#include <algorithm>

#include "jwtkeep/store/change_impl.hpp"
#include "jwtkeep/store/key_row.hpp"
#include "jwtkeep/store/slot.hpp"
#include "jwtkeep/store/store_impl.hpp"
#include "jwtkeep/store/ways.hpp"

namespace jwtkeep::store {
namespace {

using base::fail;
using base::Reason;
using base::Result;

constexpr std::size_t kMostWays = 32;

/// The slots and their list, of one moment.
struct Ways {
  std::vector<Row> slots;
  WayList list;
};

Result<Ways> read_all(Store::Impl& store) {
  return store.read<Ways>([&](Transaction& transaction) -> Result<Ways> {
    Ways ways;
    JWTKEEP_TRY(ways.list, load_ways(transaction, store.keys()));
    JWTKEEP_TRY(ways.slots, transaction.range(Space::slots, "", "", kMostSlots));
    return ways;
  });
}

}  // namespace

const std::string& Store::opened_by() const { return impl_->opened().slot; }

Result<std::vector<WayIn>> Store::ways() {
  JWTKEEP_TRY(const auto all, read_all(*impl_));
  return ways_in(all.slots, all.list);
}

Result<std::optional<WayIn>> Store::way_of(const Opener& opener) {
  JWTKEEP_TRY(auto all, read_all(*impl_));
  JWTKEEP_TRY(const auto ways, ways_in(all.slots, all.list));
  if (opener.kind() == Opener::Kind::remote) {
    std::erase_if(all.slots, [&](const Row& row) {
      const auto way = std::ranges::find(ways, row.key, &WayIn::slot);
      return way == ways.end() || way->id != opener.id();
    });
  }
  const auto opened = open_slots(id(), all.slots, opener);
  if (opened) return *std::ranges::find(ways, opened->slot, &WayIn::slot);
  switch (opened.error().reason) {
    case Reason::wrong_key_file:
    case Reason::wrong_passphrase:
    case Reason::wrong_master_key: return std::nullopt;
    default: return std::unexpected(opened.error());
  }
}

Result<SealedWay> Store::seal_for(const Opener& opener) {
  JWTKEEP_TRY(auto row, seal_slot(id(), impl_->opened().master, opener));
  return SealedWay{.kind = opener.kind(), .id = opener.id(), .row = std::move(row)};
}

Result<void> Change::Impl::put_ways(const WayList& list) {
  JWTKEEP_TRY(auto* const head, this->head());
  const auto row = write_ways(keys_, list);
  head->ways = row_digest(row);
  return transaction_.put(Space::meta, kWaysRow, row);
}

Result<std::string> Change::Impl::add_way(const SealedWay& way, base::Instant now) {
  if (!recorded_) return fail(Reason::internal, "a way into the store was added without a record in the trail");
  JWTKEEP_TRY(auto list, load_ways(transaction_, keys_));
  if (list.members.size() >= kMostWays) {
    return fail(Reason::bad_value, "32 ways lead into this store already",
                "remove those that nobody uses: jwtkeep store openers");
  }
  auto slot = std::to_string(list.next);
  list.add(way.row, now);
  JWTKEEP_CHECK(transaction_.put(Space::slots, slot, way.row));
  JWTKEEP_CHECK(put_ways(list));
  return slot;
}

Result<bool> Change::Impl::remove_way(const std::string& slot, const std::string& kept) {
  if (!recorded_) return fail(Reason::internal, "a way into the store was removed without a record in the trail");
  JWTKEEP_TRY(auto list, load_ways(transaction_, keys_));
  const auto is_there = [&](const std::string& asked) {
    return std::ranges::find(list.members, asked, &WayList::Member::slot) != list.members.end();
  };
  if (slot == kept || !is_there(kept)) {
    return fail(Reason::bad_value, "the way into the store that was to stay is not there",
                "nothing was removed; see what is there: jwtkeep store openers");
  }
  if (!is_there(slot)) return false;
  std::erase_if(list.members, [&](const WayList::Member& member) { return member.slot == slot; });
  transaction_.leave_no_copy();
  JWTKEEP_CHECK(transaction_.erase(Space::slots, slot));
  JWTKEEP_CHECK(put_ways(list));
  return true;
}

Result<std::string> Change::add_way(const SealedWay& way, base::Instant now) { return impl_.add_way(way, now); }

Result<bool> Change::remove_way(const std::string& slot, const std::string& kept) {
  return impl_.remove_way(slot, kept);
}

}  // namespace jwtkeep::store
