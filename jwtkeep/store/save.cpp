// Change::save: the next revision of a keyring, sealing again only what changed.
#include <algorithm>
#include <set>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/store/change_impl.hpp"
#include "jwtkeep/store/due.hpp"
#include "jwtkeep/store/key_row.hpp"

namespace jwtkeep::store {
namespace {

using base::fail;
using base::Reason;

std::unexpected<base::Error> somebody_faster(const keyring::Name& name) {
  return fail(Reason::busy, name.text() + " was changed by somebody else meanwhile", "run the same command again");
}

std::string fingerprint_row(const keyring::Name& name, const keyring::Key& key) {
  return base::hex_encode(key.fingerprint) + "|" + row_key(name, key.kid);
}

const keyring::Key* find_key(const Loaded* loaded, std::string_view kid) {
  return loaded == nullptr ? nullptr : loaded->keyring.find(kid);
}

/// What cannot be read back would be taken for tampering.
base::Result<void> check_readable(const keyring::Key& key) {
  const auto text = base::write_json(keyring::to_json(key));
  const auto json = base::parse_json(text);
  const auto back = json ? keyring::key_from_json(*json) : fail(Reason::malformed, "not UTF-8");
  if (!back) return fail(Reason::bad_value, "a key cannot be kept: " + back.error().what);
  if (*back != key) return fail(Reason::bad_value, "a key cannot be kept: it does not read back as itself");
  return {};
}

}  // namespace

base::Result<void> Change::Impl::check_save(const keyring::Keyring& next, const Loaded* old) const {
  if (!recorded_) {
    return fail(Reason::internal, "a change of " + next.name.text() + " is saved without an entry in the audit trail");
  }
  // One save may carry several steps, each a revision of its own.
  if (next.revision <= (old == nullptr ? 0 : old->keyring.revision)) return somebody_faster(next.name);
  if (old != nullptr && next.created_at != old->keyring.created_at) {
    return fail(Reason::internal, "the time at which " + next.name.text() + " was made cannot change");
  }
  if (next.changed_at < base::Instant{} || next.created_at < base::Instant{}) {
    return fail(Reason::bad_value, "a time of " + next.name.text() + " lies before 1970");
  }
  return keyring::check(next.policy);
}

base::Result<Manifest::Member> Change::Impl::save_key(const keyring::Name& name, const keyring::Key& key,
                                                      const keyring::Key* old, const base::SecretBytes* fresh) {
  JWTKEEP_CHECK(check_readable(key));
  KeyRow row{.key = key, .sealed = {}};
  if (key.destroyed_at) {
    if (old != nullptr && !old->destroyed_at) transaction_.leave_no_copy();
  } else if (old != nullptr) {
    if (old->destroyed_at)
      return fail(Reason::internal, key_place(name, key.kid) + " cannot come back: it was destroyed");
    JWTKEEP_TRY(const auto material, load_material(transaction_, keys_, name, *old));
    row.sealed = seal_material(keys_, name, key, material);
  } else if (fresh == nullptr || fresh->empty()) {
    return fail(Reason::internal, key_place(name, key.kid) + " is new but comes without material");
  } else {
    row.sealed = seal_material(keys_, name, key, *fresh);
  }
  if (old != nullptr && old->fingerprint != key.fingerprint) {
    return fail(Reason::internal, key_place(name, key.kid) + " cannot change its fingerprint");
  }
  if (old == nullptr) JWTKEEP_CHECK(transaction_.put(Space::fingerprints, fingerprint_row(name, key), ""));
  const auto text = write_key_row(row);
  JWTKEEP_CHECK(transaction_.put(Space::keys, row_key(name, key.kid), text));
  return Manifest::Member{.id = key.kid, .epoch = key.epoch, .digest = row_digest(text)};
}

base::Result<void> Change::Impl::erase_key(const keyring::Name& name, const keyring::Key& key) {
  // Only what is gone already may be forgotten: nothing else can bring the material back.
  if (!key.destroyed_at) {
    return fail(Reason::internal, key_place(name, key.kid) + " is to be forgotten before it was destroyed");
  }
  JWTKEEP_CHECK(transaction_.erase(Space::keys, row_key(name, key.kid)));
  return transaction_.erase(Space::fingerprints, fingerprint_row(name, key));
}

base::Result<std::vector<Manifest::Member>> Change::Impl::save_keys(const keyring::Keyring& next, const Loaded* old,
                                                                    std::vector<keyring::KeyWithMaterial> fresh) {
  std::vector<Manifest::Member> members;
  std::set<std::string_view> kids;
  for (const auto& key : next.keys) {
    if (!kids.insert(key.kid).second) {
      return fail(Reason::bad_value, next.name.text() + " would have two keys with the same kid",
                  "give one of them another kid");
    }
    const auto* before = find_key(old, key.kid);
    if (before != nullptr && before->epoch == key.epoch) {
      // A change without a new epoch would be lost here, and could be rolled back unseen.
      if (*before != key) return fail(Reason::internal, key_place(next.name, key.kid) + " changed within one epoch");
      members.push_back(*old->manifest.find_key(key.kid));
      continue;
    }
    if (before != nullptr && key.epoch < before->epoch) return somebody_faster(next.name);
    const auto with = std::ranges::find_if(fresh, [&](const auto& given) { return given.key.kid == key.kid; });
    JWTKEEP_TRY(auto member, save_key(next.name, key, before, with == fresh.end() ? nullptr : &with->material));
    members.push_back(std::move(member));
  }
  if (old == nullptr) return members;
  for (const auto& key : old->keyring.keys) {
    if (!kids.contains(key.kid)) JWTKEEP_CHECK(erase_key(next.name, key));
  }
  return members;
}

base::Result<void> Change::Impl::move_due(const keyring::Keyring& keyring, Manifest& manifest) {
  std::vector<Destination> destinations;
  if (!manifest.destinations.empty()) {
    JWTKEEP_TRY(destinations, load_destinations(transaction_, keyring.name, manifest));
  }
  const auto at = earliest_due(keyring, destinations);
  auto due = at ? due_key(*at, keyring.name) : std::string{};
  if (due == manifest.due) return {};
  if (!manifest.due.empty()) JWTKEEP_CHECK(transaction_.erase(Space::due, manifest.due));
  if (!due.empty()) JWTKEEP_CHECK(transaction_.put(Space::due, due, keyring.name.text()));
  manifest.due = std::move(due);
  return {};
}

base::Result<void> Change::Impl::put_manifest(Loaded loaded) {
  constexpr std::size_t kMostBytes = std::size_t{1} << 20;
  const auto name = loaded.keyring.name.text();
  const auto text = write_manifest(keys_, loaded.keyring.name, loaded.manifest);
  if (text.size() > kMostBytes) {
    return fail(Reason::too_large, name + " has too many keys and destinations for one keyring (1 MiB of them)",
                "sync it to fewer places; keys go by themselves once they are retired");
  }
  JWTKEEP_CHECK(transaction_.put(Space::keyrings, name, text));
  loaded_.insert_or_assign(name, std::move(loaded));
  return {};
}

base::Result<void> Change::Impl::save(const keyring::Keyring& next, std::vector<keyring::KeyWithMaterial> fresh) {
  JWTKEEP_TRY(const auto* const old, find(next.name));
  JWTKEEP_CHECK(check_save(next, old));
  JWTKEEP_TRY(auto members, save_keys(next, old, std::move(fresh)));
  Manifest manifest{.policy = next.policy,
                    .revision = next.revision,
                    .created_at = next.created_at,
                    .changed_at = next.changed_at,
                    .trail_sequence = head_->trail.count,
                    .trail_hash = head_->trail.hash,
                    .due = old == nullptr ? std::string{} : old->manifest.due,
                    .keys = std::move(members),
                    .destinations = old == nullptr ? std::vector<Manifest::Member>{} : old->manifest.destinations};
  JWTKEEP_CHECK(move_due(next, manifest));
  if (old == nullptr) ++head_->keyrings;
  return put_manifest({.keyring = next, .manifest = std::move(manifest)});
}

}  // namespace jwtkeep::store
