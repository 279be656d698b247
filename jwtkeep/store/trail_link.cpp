#include "jwtkeep/store/trail_link.hpp"

#include <fmt/format.h>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/mac.hpp"
#include "jwtkeep/store/authentic.hpp"
#include "jwtkeep/store/fields.hpp"

namespace jwtkeep::store {
namespace {

using base::fail;
using base::Reason;

constexpr std::size_t kHashBytes = 32;
constexpr std::size_t kMostText = 256;
constexpr std::size_t kMostDetail = 65536;
constexpr std::string_view kBefore = ",\"hash\":\"";
constexpr std::string_view kAfter = "\"}";
constexpr std::size_t kSuffix = kBefore.size() + 2 * kHashBytes + kAfter.size();

base::Bytes link_hash(const StoreKeys& keys, base::ByteView hash_before, std::string_view body) {
  Fields fields;
  fields.add(std::string_view("jwtkeep-trail-1")).add(hash_before).add(body);
  return crypto::hmac(crypto::Hash::sha256, keys.trail, fields.bytes());
}

base::Json event_json(std::uint64_t sequence, const TrailEvent& event) {
  auto json = base::Json::object({{"sequence", sequence},
                                  {"at", base::format_instant(event.at)},
                                  {"actor", event.actor},
                                  {"action", event.action}});
  if (event.keyring) json.set("keyring", event.keyring->text());
  if (!event.detail.is_null()) json.set("detail", event.detail);
  return json;
}

base::Result<TrailEvent> read_event(const RowReader& row) {
  TrailEvent event;
  JWTKEEP_TRY(event.at, row.instant("at"));
  JWTKEEP_TRY(event.actor, row.text("actor"));
  JWTKEEP_TRY(event.action, row.text("action"));
  if (row.has("keyring")) {
    JWTKEEP_TRY(const auto name, row.text("keyring"));
    JWTKEEP_TRY(event.keyring, keyring::Name::parse(name));
  }
  if (const auto* detail = row.json().find("detail")) event.detail = *detail;
  return event;
}

/// What was written must read back; an entry that does not would break the chain for ever.
base::Result<void> check_readable(const std::string& text, const TrailEvent& event) {
  const auto refused = [](std::string_view why) {
    return fail(Reason::bad_value, "an event of the audit trail cannot be kept: " + std::string(why),
                "nothing was changed; give shorter names and paths");
  };
  if (event.actor.size() > kMostText || event.action.empty() || event.action.size() > kMostText) {
    return refused("its actor or action is empty or longer than 256 bytes");
  }
  if (text.size() > kMostDetail) return refused("its detail is longer than 64 KiB");
  const auto row = RowReader::parse("the event", text);
  if (!row || base::write_json(row->json()) != text) return refused("its text or detail is not valid JSON");
  if (!read_event(*row)) return refused("its time lies outside the years 1970 to 9999");
  return {};
}

Binding head_binding(const StoreKeys& keys) {
  return {.purpose = "jwtkeep-head-1", .store_id = keys.id, .row = "head"};
}

}  // namespace

std::unexpected<base::Error> broken(std::uint64_t sequence, std::string_view why) {
  return fail(Reason::chain_broken, fmt::format("the audit trail is broken at entry {}: {}", sequence, why),
              "somebody with write access to the store changed it: compare with a backup");
}

base::Bytes chain_start(const StoreKeys& keys) {
  Fields fields;
  fields.add(std::string_view("jwtkeep-trail-start-1")).add(std::string_view(keys.id));
  return crypto::hmac(crypto::Hash::sha256, keys.trail, fields.bytes());
}

std::string sequence_key(std::uint64_t sequence) { return fmt::format("{:020}", sequence); }

base::Result<Link> write_link(const StoreKeys& keys, base::ByteView hash_before, std::uint64_t sequence,
                              const TrailEvent& event) {
  Link link{.text = base::write_json(event_json(sequence, event)), .hash = {}};
  JWTKEEP_CHECK(check_readable(link.text, event));
  link.text.pop_back();  // the closing brace
  link.hash = link_hash(keys, hash_before, link.text);
  link.text.append(kBefore).append(base::hex_encode(link.hash)).append(kAfter);
  return link;
}

base::Result<TrailEntry> read_link(const StoreKeys& keys, base::ByteView hash_before, std::uint64_t sequence,
                                   std::string_view text) {
  const auto row = RowReader::parse("entry", text);
  if (!row || text.size() <= kSuffix) return broken(sequence, "its row cannot be read: it was edited");
  const auto stands = row->count("sequence");
  if (!stands) return broken(sequence, "it was edited");
  if (*stands != sequence) {
    return broken(sequence, fmt::format("entry {} stands in its place: the entries were reordered", *stands));
  }
  const auto hash = row->hex("hash", kHashBytes);
  const auto expected = link_hash(keys, hash_before, text.substr(0, text.size() - kSuffix));
  if (!hash || !text.ends_with(std::string(kBefore) + base::hex_encode(expected) + std::string(kAfter))) {
    return broken(sequence, "it, or the one before it, was edited");
  }
  auto event = read_event(*row);
  if (!event) return broken(sequence, event.error().what);
  return TrailEntry{.sequence = sequence, .event = *std::move(event), .hash = *hash};
}

base::Result<Head> load_head(Transaction& transaction, const StoreKeys& keys) {
  JWTKEEP_TRY(const auto text, transaction.get(Space::meta, "head"));
  return read_head(keys, text);
}

base::Result<Head> read_head(const StoreKeys& keys, const std::optional<std::string>& text) {
  if (!text) {
    return fail(Reason::chain_broken, "the audit trail's head was cut off", "restore a backup of the store");
  }
  auto row = read_authentic(keys.trail, head_binding(keys), "the audit trail's head", *text);
  if (!row) {
    return fail(Reason::chain_broken, "the audit trail's head was changed: its MAC does not hold",
                "restore a backup of the store");
  }
  Head head;
  JWTKEEP_TRY(head.trail.count, row->count("count"));
  JWTKEEP_TRY(head.trail.hash, row->hex("hash", kHashBytes));
  JWTKEEP_TRY(head.keyrings, row->count("keyrings"));
  if (row->has("openers")) {
    JWTKEEP_TRY(head.ways, row->text("openers"));
  }
  if (const auto* documents = row->json().find("documents")) {
    if (documents->members() == nullptr) return row->odd("documents");
    for (const auto& [name, digest] : *documents->members()) {
      if (digest.string() == nullptr) return row->odd("documents");
      head.documents.emplace(name, *digest.string());
    }
  }
  return head;
}

base::Result<void> save_head(Transaction& transaction, const StoreKeys& keys, const Head& head) {
  auto json = base::Json::object(
      {{"count", head.trail.count}, {"hash", base::hex_encode(head.trail.hash)}, {"keyrings", head.keyrings}});
  if (head.ways) json.set("openers", *head.ways);
  if (!head.documents.empty()) {
    auto documents = base::Json::object();
    for (const auto& [name, digest] : head.documents) documents.set(name, digest);
    json.set("documents", std::move(documents));
  }
  return transaction.put(Space::meta, "head", authenticate(keys.trail, head_binding(keys), json));
}

}  // namespace jwtkeep::store
