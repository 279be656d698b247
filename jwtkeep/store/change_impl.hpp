// The state of one writing transaction on a store.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "jwtkeep/store/load.hpp"
#include "jwtkeep/store/store.hpp"
#include "jwtkeep/store/trail_link.hpp"
#include "jwtkeep/store/ways.hpp"

namespace jwtkeep::store {

class Change::Impl {
 public:
  Impl(Transaction& transaction, const StoreKeys& keys) : transaction_(transaction), keys_(keys) {}

  [[nodiscard]] Transaction& transaction() noexcept { return transaction_; }
  [[nodiscard]] const StoreKeys& keys() const noexcept { return keys_; }

  /// The keyring as it stands, read at most once; nullptr when there is none.
  base::Result<const Loaded*> find(const keyring::Name& name);
  base::Result<void> record(const TrailEvent& event);
  base::Result<void> save(const keyring::Keyring& next, std::vector<keyring::KeyWithMaterial> fresh);
  /// Takes a destination's new row into the manifest; no row: it is gone.
  base::Result<void> set_destination(const keyring::Name& name, std::string_view id,
                                     const std::optional<std::string>& row);
  base::Result<std::string> add_way(const SealedWay& way, base::Instant now);
  base::Result<bool> remove_way(const std::string& slot, const std::string& kept);
  base::Result<std::optional<base::Json>> document(std::string_view name);
  base::Result<void> save_document(std::string_view name, const base::Json& document);
  /// Writes what is kept until the end: the head of the trail.
  base::Result<void> finish();

 private:
  base::Result<Head*> head();
  base::Result<void> put_ways(const WayList& list);
  base::Result<void> check_save(const keyring::Keyring& next, const Loaded* old) const;
  base::Result<std::vector<Manifest::Member>> save_keys(const keyring::Keyring& next, const Loaded* old,
                                                        std::vector<keyring::KeyWithMaterial> fresh);
  base::Result<Manifest::Member> save_key(const keyring::Name& name, const keyring::Key& key, const keyring::Key* old,
                                          const base::SecretBytes* fresh);
  base::Result<void> erase_key(const keyring::Name& name, const keyring::Key& key);
  base::Result<void> move_due(const keyring::Keyring& keyring, Manifest& manifest);
  base::Result<void> put_manifest(Loaded loaded);

  Transaction& transaction_;
  const StoreKeys& keys_;
  std::optional<Head> head_;
  bool recorded_ = false;
  std::map<std::string, Loaded, std::less<>> loaded_;
};

}  // namespace jwtkeep::store
