#include "jwtkeep/store/load.hpp"

#include <algorithm>
#include <span>

#include "jwtkeep/store/key_row.hpp"
#include "jwtkeep/store/row_reader.hpp"

namespace jwtkeep::store {
namespace {

using base::fail;
using base::Reason;

/// The rows that belong to `members`, in their order; a row too many, one missing or one that differs is `tampered`.
base::Result<std::vector<std::string>> member_rows(Transaction& transaction, Space space, const keyring::Name& name,
                                                   const std::vector<Manifest::Member>& members,
                                                   std::string_view what) {
  const auto prefix = row_key(name, "");
  const auto place = [&](std::string_view id) {
    return "the " + std::string(what) + " " + tellable(id) + " of " + name.text();
  };
  JWTKEEP_TRY(auto rows, transaction.range(space, prefix, after_prefix(prefix), members.size() + 1));
  std::vector<std::string> texts;
  for (const auto& member : members) {
    const auto row = std::ranges::lower_bound(rows, prefix + member.id, {}, &Row::key);
    if (row == rows.end() || row->key != prefix + member.id) return tampered(place(member.id), "its row is missing");
    if (row_digest(row->value) != member.digest) {
      return tampered(place(member.id), "its row was edited, swapped or put back to an older one");
    }
    texts.push_back(std::move(row->value));
  }
  if (rows.size() <= members.size()) return texts;
  for (const auto& row : rows) {
    const auto id = std::string_view(row.key).substr(prefix.size());
    if (std::ranges::find(members, id, &Manifest::Member::id) == members.end()) {
      return tampered(place(id), "its row was added by something other than jwtkeep");
    }
  }
  return tampered("the keyring " + name.text(), "rows were added to it");
}

}  // namespace

std::string after_prefix(std::string prefix) {
  prefix.back() = static_cast<char>(static_cast<unsigned char>(prefix.back()) + 1);
  return prefix;
}

std::unexpected<base::Error> no_such_keyring(const keyring::Name& name) {
  return fail(Reason::not_found, "there is no keyring " + name.text() + " in this store",
              "see what there is with: jwtkeep list");
}

base::Result<std::optional<Loaded>> find_keyring(Transaction& transaction, const StoreKeys& keys,
                                                 const keyring::Name& name) {
  JWTKEEP_TRY(const auto text, transaction.get(Space::keyrings, name.text()));
  if (!text) return std::nullopt;
  JWTKEEP_TRY(auto manifest, read_manifest(keys, name, *text));
  keyring::Keyring keyring{.name = name,
                           .policy = manifest.policy,
                           .revision = manifest.revision,
                           .created_at = manifest.created_at,
                           .changed_at = manifest.changed_at,
                           .keys = {}};
  JWTKEEP_TRY(const auto rows, member_rows(transaction, Space::keys, name, manifest.keys, "key"));
  std::vector<std::optional<Sealed>> sealed;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& member = manifest.keys[i];
    JWTKEEP_TRY(auto row, read_key_row(key_place(name, member.id), rows[i]));
    if (row.key.kid != member.id || row.key.epoch != member.epoch) {
      return tampered(key_place(name, member.id), "its row is another key's, or of another epoch");
    }
    keyring.keys.push_back(std::move(row.key));
    sealed.push_back(std::move(row.sealed));
  }
  return Loaded{.keyring = std::move(keyring), .manifest = std::move(manifest), .sealed = std::move(sealed)};
}

void expect_keyrings(Transaction& transaction, const std::vector<keyring::Name>& names) {
  constexpr std::size_t kMost = 1000;  // more would be fetched and held long before they are asked for
  std::vector<Expectation> rows;
  for (const auto& name : std::span(names).first(std::min(names.size(), kMost))) {
    const auto prefix = row_key(name, "");
    rows.push_back({.space = Space::keyrings, .from = name.text(), .until = {}});
    rows.push_back({.space = Space::keys, .from = prefix, .until = after_prefix(prefix)});
    rows.push_back({.space = Space::destinations, .from = prefix, .until = after_prefix(prefix)});
  }
  transaction.expect(rows);
}

base::Result<Loaded> load_keyring(Transaction& transaction, const StoreKeys& keys, const keyring::Name& name) {
  JWTKEEP_TRY(auto loaded, find_keyring(transaction, keys, name));
  if (!loaded) return no_such_keyring(name);
  return *std::move(loaded);
}

base::Result<std::vector<Destination>> load_destinations(Transaction& transaction, const keyring::Name& name,
                                                         const Manifest& manifest) {
  std::vector<Destination> destinations;
  if (manifest.destinations.empty()) {
    JWTKEEP_CHECK(member_rows(transaction, Space::destinations, name, {}, "destination"));
    return destinations;
  }
  JWTKEEP_TRY(const auto rows,
              member_rows(transaction, Space::destinations, name, manifest.destinations, "destination"));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& id = manifest.destinations[i].id;
    JWTKEEP_TRY(auto read, read_destination("the destination " + tellable(id) + " of " + name.text(), rows[i]));
    destinations.push_back(std::move(read));
  }
  return destinations;
}

base::Result<base::SecretBytes> load_material(Transaction& transaction, const StoreKeys& keys,
                                              const keyring::Name& name, const keyring::Key& key) {
  const auto place = key_place(name, key.kid);
  JWTKEEP_TRY(const auto text, transaction.get(Space::keys, row_key(name, key.kid)));
  if (!text) return fail(Reason::key_unknown, place + " is not in this store", "see: jwtkeep show " + name.text());
  JWTKEEP_TRY(const auto row, read_key_row(place, *text));
  if (row.key.kid != key.kid || row.key.alg != key.alg) return tampered(place, "its row is another key's");
  // The row's own state and epoch, not the caller's: the key may have moved on since the caller read the keyring.
  return open_key(keys, name, row.key, row.sealed);
}

base::Result<base::SecretBytes> open_key(const StoreKeys& keys, const keyring::Name& name, const keyring::Key& key,
                                         const std::optional<Sealed>& sealed) {
  const auto place = key_place(name, key.kid);
  if (!sealed)
    return fail(Reason::key_retired, place + " was destroyed: its material is gone",
                "see which keys there are: jwtkeep show " + name.text());
  auto material = open_material(keys, name, key, *sealed);
  if (!material) return tampered(place, "its seal does not open: the row was edited or swapped");
  return *std::move(material);
}

}  // namespace jwtkeep::store
