#include <algorithm>

#include "jwtkeep/store/load.hpp"
#include "jwtkeep/store/store.hpp"

namespace jwtkeep::store {

/// The keys of the keyring that was read last, still sealed.
struct Reading::Last {
  keyring::Name name;
  std::vector<keyring::Key> keys;
  std::vector<std::optional<Sealed>> sealed;
};

Reading::Reading(Transaction& transaction, const StoreKeys& keys) : transaction_(transaction), keys_(keys) {}
Reading::~Reading() = default;

base::Result<WholeKeyring> Reading::whole(const keyring::Name& name) {
  JWTKEEP_TRY(auto loaded, load_keyring(transaction_, keys_, name));
  JWTKEEP_TRY(auto destinations, load_destinations(transaction_, name, loaded.manifest));
  last_ = std::make_unique<Last>(name, loaded.keyring.keys, std::move(loaded.sealed));
  return WholeKeyring{.keyring = std::move(loaded.keyring), .destinations = std::move(destinations)};
}

base::Result<base::SecretBytes> Reading::material(const keyring::Keyring& keyring, const keyring::Key& key) {
  if (last_ != nullptr && last_->name == keyring.name) {
    const auto found = std::ranges::find(last_->keys, key.kid, &keyring::Key::kid);
    if (found != last_->keys.end()) {
      return open_key(keys_, keyring.name, *found,
                      last_->sealed[static_cast<std::size_t>(found - last_->keys.begin())]);
    }
  }
  return load_material(transaction_, keys_, keyring.name, key);
}

}  // namespace jwtkeep::store
