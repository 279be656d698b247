#include "cli/secret_owner.hpp"

#include "cli/store_place.hpp"

namespace jwtkeep::cli {
namespace {

/// Nothing where there is no store, or nothing at hand that opens it.
base::Result<std::optional<store::Store>> store_at_hand(Session& session) {
  const auto place = session.store_path();
  if (!place) return std::nullopt;
  JWTKEEP_TRY(const bool begun, store_begun(*place));
  if (!begun) return std::nullopt;
  JWTKEEP_TRY(auto backend, open_backend(*place));
  JWTKEEP_TRY(const auto ways, store::peek_ways_in(*backend));
  JWTKEEP_TRY(const auto opener, session.opener_at_hand(*place, ways));
  if (!opener) return std::nullopt;
  JWTKEEP_TRY(auto store, store::Store::open(std::move(backend), *opener));
  return std::optional(std::move(store));
}

base::Result<std::vector<SecretOwner>> owners_in(store::Store& store, const base::SecretBytes& secret) {
  const auto fingerprint =
      secret.reveal([&](base::ByteView bytes) { return keyring::fingerprint(store.fingerprint_key(), bytes); });
  JWTKEEP_TRY(const auto names, store.sharing(fingerprint));
  std::vector<SecretOwner> owners;
  for (const auto& name : names) {
    JWTKEEP_TRY(const auto ring, store.keyring(name));
    for (const auto& key : ring.keys) {
      if (key.fingerprint == fingerprint) owners.push_back({name, key.kid, key.state});
    }
  }
  return owners;
}

}  // namespace

SecretOwners::SecretOwners(Session& session) : session_(session) {
  auto store = store_at_hand(session);
  if (store) {
    store_ = *std::move(store);
  } else {
    tell(store.error());
  }
}

std::vector<SecretOwner> SecretOwners::of(const base::SecretBytes& secret) {
  if (!store_) return {};
  auto owners = owners_in(*store_, secret);
  if (owners) return *std::move(owners);
  tell(owners.error());
  return {};
}

void SecretOwners::tell(const base::Error& error) {
  session_.out().warn("whether a keyring holds this secret is not known: " + printable(error.what));
}

}  // namespace jwtkeep::cli
