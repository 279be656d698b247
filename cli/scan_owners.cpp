#include "cli/scan_owners.hpp"

#include "cli/inventory.hpp"
#include "cli/store_at_hand.hpp"

namespace jwtkeep::cli {

ScanOwners::ScanOwners(const Session& session, keyring::Inventory inventory)
    : session_(session), known_(std::make_unique<scan::KnownOwners>(std::move(inventory))) {
  std::call_once(once_, [] {});  // there is nothing to be opened later
}

base::Result<void> ScanOwners::read_store() const {
  JWTKEEP_TRY(store_, store_at_hand(session_));
  if (!store_) return {};
  JWTKEEP_TRY(auto inventory, own_inventory(*store_, Session::now(),
                                            [&](const base::Error& error) { complaints_.push_back(error.what); }));
  // Called within one `call_once` of `KnownOwners`, by one thread.
  const auto secret_of = [this](const keyring::ListedKey& listed) -> base::Result<base::SecretBytes> {
    if (!last_ring_ || last_ring_->name != listed.keyring) {
      JWTKEEP_TRY(last_ring_, store_->keyring(listed.keyring));
    }
    const auto* key = last_ring_->find(listed.kid);
    if (key == nullptr)
      return base::fail(base::Reason::not_found, "that key is gone",
                        "nothing is to be done: it verifies no token any more");
    return store_->material(*last_ring_, *key);
  };
  known_ = std::make_unique<scan::KnownOwners>(std::move(inventory), secret_of);
  return {};
}

const scan::KnownOwners* ScanOwners::known() const {
  std::call_once(once_, [this] {
    asked_ = true;
    if (const auto read = read_store(); !read) complaints_.push_back(read.error().what);
  });
  return known_.get();
}

std::vector<scan::Owner> ScanOwners::of_secret(const base::SecretBytes& key) const {
  const auto* owners = known();
  return owners == nullptr ? std::vector<scan::Owner>() : owners->of_secret(key);
}

std::vector<scan::Owner> ScanOwners::of_key_pair(std::string_view thumbprint) const {
  const auto* owners = known();
  return owners == nullptr ? std::vector<scan::Owner>() : owners->of_key_pair(thumbprint);
}

std::vector<scan::Owner> ScanOwners::of_token(std::string_view token) const {
  const auto* owners = known();
  return owners == nullptr ? std::vector<scan::Owner>() : owners->of_token(token);
}

}  // namespace jwtkeep::cli
