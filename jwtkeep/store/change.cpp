#include <algorithm>

#include "jwtkeep/store/change_impl.hpp"
#include "jwtkeep/store/document.hpp"
#include "jwtkeep/store/key_row.hpp"

namespace jwtkeep::store {

base::Result<const Loaded*> Change::Impl::find(const keyring::Name& name) {
  if (const auto known = loaded_.find(name.text()); known != loaded_.end()) return &known->second;
  JWTKEEP_TRY(auto loaded, find_keyring(transaction_, keys_, name));
  if (!loaded) return nullptr;
  return &loaded_.insert_or_assign(name.text(), *std::move(loaded)).first->second;
}

base::Result<Head*> Change::Impl::head() {
  if (head_) return &*head_;
  JWTKEEP_TRY(auto head, load_head(transaction_, keys_));
  JWTKEEP_TRY(const auto newest, transaction_.last(Space::trail));
  // Appending to a trail that was cut would bury the cut under good entries.
  const auto expected = head.trail.count == 0 ? std::string{} : sequence_key(head.trail.count);
  if ((newest ? newest->key : std::string{}) != expected) {
    return broken(head.trail.count, "it is not the newest one: entries were dropped or added after it");
  }
  head_ = std::move(head);
  return &*head_;
}

base::Result<void> Change::Impl::record(const TrailEvent& event) {
  JWTKEEP_TRY(auto* const head, this->head());
  const auto sequence = head->trail.count + 1;
  JWTKEEP_TRY(auto link, write_link(keys_, head->trail.hash, sequence, event));
  JWTKEEP_CHECK(transaction_.put(Space::trail, sequence_key(sequence), link.text));
  if (event.keyring) {
    JWTKEEP_CHECK(transaction_.put(Space::mentions, row_key(*event.keyring, sequence_key(sequence)), ""));
  }
  head->trail = {.count = sequence, .hash = std::move(link.hash)};
  recorded_ = true;
  return {};
}

base::Result<std::optional<base::Json>> Change::Impl::document(std::string_view name) {
  JWTKEEP_TRY(const auto* const head, this->head());
  return load_document(transaction_, keys_, *head, name);
}

base::Result<void> Change::Impl::save_document(std::string_view name, const base::Json& document) {
  if (!recorded_) {
    return base::fail(base::Reason::internal, "a document of the store was changed without a record in the trail");
  }
  JWTKEEP_TRY(auto* const head, this->head());
  return put_document(transaction_, keys_, *head, name, document);
}

base::Result<void> Change::Impl::finish() {
  if (!recorded_) return {};
  return save_head(transaction_, keys_, *head_);
}

base::Result<void> Change::Impl::set_destination(const keyring::Name& name, std::string_view id,
                                                 const std::optional<std::string>& row) {
  JWTKEEP_TRY(const auto* const found, find(name));
  if (found == nullptr) return no_such_keyring(name);
  auto loaded = *found;
  auto& members = loaded.manifest.destinations;
  const auto member = std::ranges::find(members, id, &Manifest::Member::id);
  if (row) {
    JWTKEEP_CHECK(transaction_.put(Space::destinations, row_key(name, id), *row));
    if (member == members.end()) {
      members.push_back({.id = std::string(id), .epoch = 0, .digest = row_digest(*row)});
    } else {
      member->digest = row_digest(*row);
    }
  } else {
    if (member == members.end()) {
      return base::fail(base::Reason::not_found, name.text() + " has no such destination",
                        "see them with: jwtkeep sync list " + name.text());
    }
    JWTKEEP_CHECK(transaction_.erase(Space::destinations, row_key(name, id)));
    members.erase(member);
  }
  JWTKEEP_CHECK(move_due(loaded.keyring, loaded.manifest));
  return put_manifest(std::move(loaded));
}

base::Result<keyring::Keyring> Change::keyring(const keyring::Name& name) {
  JWTKEEP_TRY(const auto* const found, impl_.find(name));
  if (found == nullptr) return no_such_keyring(name);
  return found->keyring;
}

base::Result<base::SecretBytes> Change::material(const keyring::Keyring& keyring, const keyring::Key& key) {
  return load_material(impl_.transaction(), impl_.keys(), keyring.name, key);
}

base::Result<void> Change::save(const keyring::Keyring& keyring, std::vector<keyring::KeyWithMaterial> fresh) {
  return impl_.save(keyring, std::move(fresh));
}

base::Result<std::vector<Destination>> Change::destinations(const keyring::Name& name) {
  JWTKEEP_TRY(const auto* const found, impl_.find(name));
  if (found == nullptr) return no_such_keyring(name);
  return load_destinations(impl_.transaction(), name, found->manifest);
}

base::Result<void> Change::save_destination(const keyring::Name& name, const Destination& destination) {
  constexpr std::size_t kLongestId = 1024;
  if (destination.id.empty() || destination.id.size() > kLongestId) {
    return base::fail(base::Reason::bad_value, "a destination's id is empty or longer than 1024 bytes");
  }
  auto row = write_destination(destination);
  if (const auto back = read_destination("the destination", row); !back || write_destination(*back) != row) {
    return base::fail(base::Reason::bad_value,
                      "the destination cannot be kept: it has text that is not UTF-8, more "
                      "than 1 MiB, or a time outside the years 1970 to 9999");
  }
  return impl_.set_destination(name, destination.id, row);
}

base::Result<void> Change::remove_destination(const keyring::Name& name, std::string_view id) {
  return impl_.set_destination(name, id, std::nullopt);
}

base::Result<void> Change::record(const TrailEvent& event) { return impl_.record(event); }

base::Result<std::optional<base::Json>> Change::document(std::string_view name) { return impl_.document(name); }

base::Result<void> Change::save_document(std::string_view name, const base::Json& document) {
  return impl_.save_document(name, document);
}

}  // namespace jwtkeep::store
