#include "jwtkeep/store/trail_read.hpp"

#include <algorithm>
#include <charconv>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/store/document.hpp"
#include "jwtkeep/store/key_row.hpp"
#include "jwtkeep/store/load.hpp"
#include "jwtkeep/store/row_reader.hpp"
#include "jwtkeep/store/trail_link.hpp"
#include "jwtkeep/store/ways.hpp"

namespace jwtkeep::store {
namespace {

/// The hash that entry `sequence` carries; what it is worth is decided by the next entry's own hash.
base::Result<base::Bytes> hash_at(Transaction& transaction, const StoreKeys& keys, std::uint64_t sequence) {
  if (sequence == 0) return chain_start(keys);
  JWTKEEP_TRY(const auto text, transaction.get(Space::trail, sequence_key(sequence)));
  if (!text) return broken(sequence, "it is missing");
  const auto row = RowReader::parse("entry", *text);
  const auto hash = row ? row->hex("hash", 32) : std::unexpected(row.error());
  if (!hash) return broken(sequence, "its row cannot be read: it was edited");
  return *hash;
}

std::string describe_gap(std::uint64_t expected, std::uint64_t found) {
  return found == expected + 1 ? "it was dropped"
                               : "it and all up to entry " + std::to_string(found - 1) + " were dropped";
}

base::Result<std::uint64_t> sequence_of(std::string_view key, std::uint64_t expected) {
  std::uint64_t sequence = 0;
  const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), sequence);
  if (error != std::errc{} || key != sequence_key(sequence)) return broken(expected, "a row without a number is there");
  return sequence;
}

}  // namespace

base::Result<std::vector<TrailEntry>> read_trail(Transaction& transaction, const StoreKeys& keys, std::uint64_t after,
                                                 std::size_t limit) {
  std::vector<TrailEntry> entries;
  // The greatest 64-bit number is as good as the end, and adding one to it is not.
  const auto from = sequence_key(after) + '\0';
  JWTKEEP_TRY(const auto rows, transaction.range(Space::trail, from, "", limit));
  if (rows.empty()) return entries;
  JWTKEEP_TRY(auto before, hash_at(transaction, keys, after));
  for (const auto& row : rows) {
    const auto expected = after + entries.size() + 1;
    JWTKEEP_TRY(const auto sequence, sequence_of(row.key, expected));
    if (sequence != expected) return broken(expected, describe_gap(expected, sequence));
    JWTKEEP_TRY(auto entry, read_link(keys, before, sequence, row.value));
    before = entry.hash;
    entries.push_back(std::move(entry));
  }
  return entries;
}

base::Result<std::vector<TrailEntry>> read_mentions(Transaction& transaction, const StoreKeys& keys,
                                                    const keyring::Name& name, std::uint64_t after, std::size_t limit) {
  std::vector<TrailEntry> entries;
  const auto prefix = row_key(name, "");
  const auto from = row_key(name, sequence_key(after)) + '\0';
  JWTKEEP_TRY(const auto rows, transaction.range(Space::mentions, from, after_prefix(prefix), limit));
  for (const auto& row : rows) {
    JWTKEEP_TRY(const auto sequence, sequence_of(std::string_view(row.key).substr(prefix.size()), after));
    if (sequence == 0) return broken(sequence, "there is no such entry");
    JWTKEEP_TRY(auto one, read_trail(transaction, keys, sequence - 1, 1));
    if (one.empty()) return broken(sequence, "it is missing");
    if (one.front().event.keyring != name) return broken(sequence, "the index of " + name.text() + " was edited");
    entries.push_back(std::move(one.front()));
  }
  return entries;
}

namespace {

constexpr std::size_t kPage = 1000;

/// Walks the whole chain.
base::Result<TrailHead> walk(Transaction& transaction, const StoreKeys& keys, const std::optional<TrailHead>& noted) {
  TrailHead reached{.count = 0, .hash = chain_start(keys)};
  const auto matches = [&] { return !noted || noted->count != reached.count || noted->hash == reached.hash; };
  while (true) {
    if (!matches()) return broken(reached.count, "it is not the one whose hash was noted: the trail was replaced");
    // A page's worth of reading, one entry's worth of memory to come back to when the next page is read.
    JWTKEEP_TRY(const auto entries, read_trail(transaction, keys, reached.count, kPage));
    if (entries.empty()) return reached;
    for (const auto& entry : entries) {
      reached = {.count = entry.sequence, .hash = entry.hash};
      if (!matches()) return broken(reached.count, "it is not the one whose hash was noted: the trail was replaced");
      if (!entry.event.keyring) continue;
      const auto mention = row_key(*entry.event.keyring, sequence_key(entry.sequence));
      JWTKEEP_TRY(const auto indexed, transaction.get(Space::mentions, mention));
      if (!indexed) return broken(entry.sequence, "it was taken out of the index of " + entry.event.keyring->text());
    }
  }
}

base::Result<void> check_keyring(Transaction& transaction, const StoreKeys& keys, const Row& row, const Head& head) {
  const auto name = keyring::Name::parse(row.key);
  if (!name) return tampered("the list of keyrings", "a row has a name that no keyring can have");
  JWTKEEP_TRY(const auto manifest, read_manifest(keys, *name, row.value));
  if (manifest.trail_sequence == 0 || manifest.trail_sequence > head.trail.count) {
    return broken(manifest.trail_sequence,
                  "the last change of " + name->text() + " was recorded there, but the trail ends at entry " +
                      std::to_string(head.trail.count) + ": its newest entries and its head were cut together");
  }
  JWTKEEP_TRY(const auto hash, hash_at(transaction, keys, manifest.trail_sequence));
  if (hash != manifest.trail_hash) {
    return broken(manifest.trail_sequence, "it is not the entry that recorded the last change of " + name->text() +
                                               ": the trail was cut and grew again");
  }
  return {};
}

base::Result<void> check_keyrings(Transaction& transaction, const StoreKeys& keys, const Head& head) {
  std::uint64_t count = 0;
  std::string from;
  while (true) {
    JWTKEEP_TRY(const auto rows, transaction.range(Space::keyrings, from, "", kPage));
    for (const auto& row : rows) JWTKEEP_CHECK(check_keyring(transaction, keys, row, head));
    count += rows.size();
    if (rows.size() < kPage) break;
    from = rows.back().key + '\0';
  }
  if (count == head.keyrings) return {};
  return broken(head.trail.count, "there were " + std::to_string(head.keyrings) + " keyrings then and now there are " +
                                      std::to_string(count) + ": whole keyrings were removed or put back");
}

}  // namespace

base::Result<TrailHead> check_trail(Transaction& transaction, const StoreKeys& keys,
                                    const std::optional<TrailHead>& noted) {
  JWTKEEP_TRY(const auto reached, walk(transaction, keys, noted));
  JWTKEEP_TRY(const auto head, load_head(transaction, keys));
  if (reached.count < head.trail.count) {
    return broken(reached.count + 1, describe_gap(reached.count + 1, head.trail.count + 1) + " from the end");
  }
  if (reached.count > head.trail.count) {
    return broken(head.trail.count + 1, "it comes after the head: the head was put back to an older one");
  }
  if (reached.hash != head.trail.hash) return broken(head.trail.count, "it is not the head's");
  JWTKEEP_CHECK(check_keyrings(transaction, keys, head));
  JWTKEEP_CHECK(load_ways(transaction, keys));
  JWTKEEP_CHECK(check_documents(transaction, keys, head));
  if (noted && noted->count > head.trail.count) {
    return broken(head.trail.count + 1,
                  "entry " + std::to_string(noted->count) +
                      " was noted, but the trail ends before it: an older store was put in place");
  }
  return head.trail;
}

}  // namespace jwtkeep::store
