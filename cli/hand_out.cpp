#include "cli/hand_out.hpp"

#include "cli/session.hpp"

namespace jwtkeep::cli {
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

base::Result<void> record_hand_out(store::Store& store, const std::vector<keyring::Name>& names, const std::string& how,
                                   const std::string& to) {
  return store.change([&](store::Change& change) -> base::Result<void> {
    for (const auto& name : names) {
      JWTKEEP_CHECK(change.record({.at = Session::now(),
                                   .actor = Session::actor(),
                                   .action = "secret.hand_out",
                                   .keyring = name,
                                   .detail = base::Json::object({{"by", how}, {"to", to}})}));
    }
    return {};
  });
}

base::Result<std::vector<keyring::Name>> parse_names(const std::vector<std::string>& texts) {
  std::vector<keyring::Name> names;
  for (const auto& text : texts) {
    JWTKEEP_TRY(auto name, keyring::Name::parse(text));
    names.push_back(std::move(name));
  }
  return names;
}

}  // namespace jwtkeep::cli
