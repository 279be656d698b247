#include "cli/secret_owner.hpp"

#include "cli/store_at_hand.hpp"

namespace jwtkeep::cli {
namespace {

base::Result<std::vector<scan::Owner>> owners_in(store::Store& store, const base::SecretBytes& secret) {
  const auto fingerprint =
      secret.reveal([&](base::ByteView bytes) { return keyring::fingerprint(store.fingerprint_key(), bytes); });
  JWTKEEP_TRY(const auto names, store.sharing(fingerprint));
  std::vector<scan::Owner> owners;
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

std::vector<scan::Owner> SecretOwners::of(const base::SecretBytes& secret) {
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
