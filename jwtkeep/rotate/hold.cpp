#include "jwtkeep/rotate/hold.hpp"

namespace jwtkeep::rotate {
namespace {

bool needs_material(const keyring::Key& key, destination::Role role) {
  if (jose::is_symmetric(key.alg)) return true;
  return role == destination::Role::signer && key.state == keyring::State::active;
}

}  // namespace

base::Result<destination::Held> hold(store::Store& store, const keyring::Name& name, destination::Role role) {
  JWTKEEP_TRY(auto ring, store.keyring(name));
  destination::Held held{.keyring = std::move(ring), .keys = {}};
  for (const auto* key : keyring::verifying_keys(held.keyring)) {
    keyring::KeyWithMaterial with{.key = *key, .material = {}};
    if (needs_material(*key, role)) {
      JWTKEEP_TRY(with.material, store.material(held.keyring, *key));
    }
    held.keys.push_back(std::move(with));
  }
  return held;
}

}  // namespace jwtkeep::rotate
