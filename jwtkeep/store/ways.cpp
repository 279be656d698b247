#include "jwtkeep/store/ways.hpp"

#include <algorithm>
#include <charconv>

#include "jwtkeep/store/authentic.hpp"
#include "jwtkeep/store/key_row.hpp"
#include "jwtkeep/store/slot.hpp"
#include "jwtkeep/store/trail_link.hpp"

namespace jwtkeep::store {
namespace {

using base::Reason;
using base::Result;

constexpr std::string_view kPlace = "the list of what opens the store";

Binding binding(const StoreKeys& keys) {
  return {.purpose = "jwtkeep-openers-1", .store_id = keys.id, .row = kWaysRow};
}

/// Before there were lists, `init` made slot 1 and nothing made another.
Result<WayList> of_old_store(const std::vector<Row>& slots) {
  if (slots.size() != 1 || slots.front().key != "1") return tampered(std::string(kPlace), "it is missing");
  return WayList{.next = 2,
                 .members = {{.slot = "1", .added_at = std::nullopt, .digest = row_digest(slots.front().value)}}};
}

Result<WayList> read_list(const StoreKeys& keys, std::string_view text) {
  JWTKEEP_TRY(const auto row, read_authentic(keys.manifest, binding(keys), std::string(kPlace), text));
  WayList list;
  JWTKEEP_TRY(list.next, row.count("next"));
  JWTKEEP_TRY(const auto items, row.items("openers"));
  for (const auto& item : items) {
    const auto reader = row.inner(item);
    WayList::Member member;
    JWTKEEP_TRY(member.slot, reader.text("slot"));
    if (reader.has("added_at")) {
      JWTKEEP_TRY(member.added_at, reader.instant("added_at"));
    }
    JWTKEEP_TRY(member.digest, reader.text("digest"));
    list.members.push_back(std::move(member));
  }
  return list;
}

std::uint64_t number(std::string_view slot) {
  std::uint64_t value = 0;
  std::from_chars(slot.data(), slot.data() + slot.size(), value);
  return value;
}

}  // namespace

void WayList::add(const std::string& row, base::Instant now) {
  members.push_back({.slot = std::to_string(next), .added_at = now, .digest = row_digest(row)});
  ++next;
}

std::string write_ways(const StoreKeys& keys, const WayList& list) {
  base::Json::Array items;
  for (const auto& member : list.members) {
    auto item = base::Json::object({{"slot", member.slot}});
    if (member.added_at) item.set("added_at", base::format_instant(*member.added_at));
    item.set("digest", member.digest);
    items.push_back(std::move(item));
  }
  return authenticate(keys.manifest, binding(keys),
                      base::Json::object({{"next", list.next}, {"openers", base::Json(std::move(items))}}));
}

Result<WayList> read_ways(const StoreKeys& keys, const std::optional<std::string>& row, const std::vector<Row>& slots) {
  JWTKEEP_TRY(auto list, row ? read_list(keys, *row) : of_old_store(slots));
  for (const auto& member : list.members) {
    const auto slot = std::ranges::find(slots, member.slot, &Row::key);
    if (slot == slots.end()) return tampered("the store's slot " + tellable(member.slot), "it is missing");
    if (row_digest(slot->value) != member.digest) {
      return tampered("the store's slot " + tellable(member.slot), "another stands in its place");
    }
  }
  if (slots.size() == list.members.size()) return list;
  for (const auto& slot : slots) {
    if (std::ranges::find(list.members, slot.key, &WayList::Member::slot) != list.members.end()) continue;
    return tampered("the store's slot " + tellable(slot.key), "it was added or put back");
  }
  return list;
}

Result<void> check_ways(const std::optional<std::string>& digest, const std::optional<std::string>& row) {
  if (!digest) return {};
  if (!row) return tampered(std::string(kPlace), "it is missing");
  if (row_digest(*row) != *digest) return tampered(std::string(kPlace), "an older one was put in its place");
  return {};
}

Result<WayList> load_ways(Transaction& transaction, const StoreKeys& keys) {
  JWTKEEP_TRY(const auto row, transaction.get(Space::meta, kWaysRow));
  JWTKEEP_TRY(const auto head, load_head(transaction, keys));
  JWTKEEP_CHECK(check_ways(head.ways, row));
  JWTKEEP_TRY(const auto slots, transaction.range(Space::slots, "", "", kMostSlots));
  return read_ways(keys, row, slots);
}

Result<std::vector<WayIn>> ways_in(const std::vector<Row>& slots, const WayList& list) {
  std::vector<WayIn> ways;
  for (const auto& slot : slots) {
    JWTKEEP_TRY(const auto row, RowReader::parse("the store's slot " + tellable(slot.key), slot.value));
    auto head = read_slot_head(row);
    if (!head && head.error().reason == Reason::newer_format) continue;
    if (!head) return std::unexpected(head.error());
    WayIn way{.slot = tellable(slot.key), .kind = head->kind, .id = std::move(head->id), .added_at = {}};
    const auto member = std::ranges::find(list.members, slot.key, &WayList::Member::slot);
    if (member != list.members.end()) way.added_at = member->added_at;
    ways.push_back(std::move(way));
  }
  std::ranges::sort(ways, {}, [](const WayIn& way) { return number(way.slot); });  // no two are of one number
  return ways;
}

Result<std::vector<WayIn>> peek_ways_in(Backend& backend) {
  std::vector<Row> slots;
  JWTKEEP_CHECK(backend.read([&](Transaction& transaction) -> Result<void> {
    JWTKEEP_TRY(const auto identity, transaction.get(Space::meta, "store"));
    if (!identity) {
      return base::fail(Reason::no_store, "there is no store in " + backend.place(), "make one with: jwtkeep init");
    }
    JWTKEEP_TRY(slots, transaction.range(Space::slots, "", "", kMostSlots));
    return {};
  }));
  return ways_in(slots, {});
}

}  // namespace jwtkeep::store
