// The sealed store: keyrings, their secrets, their destinations and the audit trail, over any backend.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/keyring/keyring.hpp"
#include "jwtkeep/keyring/material.hpp"
#include "jwtkeep/keyring/plan.hpp"
#include "jwtkeep/store/backend.hpp"
#include "jwtkeep/store/destination.hpp"
#include "jwtkeep/store/due.hpp"
#include "jwtkeep/store/master_key.hpp"
#include "jwtkeep/store/trail.hpp"
#include "jwtkeep/store/ways.hpp"

namespace jwtkeep::store {

struct StoreKeys;

/// What is being done in one writing transaction.
class Change {
 public:
  /// The keyring as it stands now, inside the transaction. Errors: `not_found`, `tampered`.
  base::Result<keyring::Keyring> keyring(const keyring::Name& name);
  base::Result<base::SecretBytes> material(const keyring::Keyring& keyring, const keyring::Key& key);
  /// Saves a later revision of a keyring (or its first). Keys whose epoch grew are sealed again; `fresh` brings the
  /// material of keys that are new. Keys with `destroyed_at` lose their material. Sets the due time from the plan.
  /// `record` comes before it in the same transaction. Errors: `busy` (not the next revision: somebody was faster),
  /// `bad_policy`, `bad_value`, `tampered`; `internal` without a record, or for a key that changed within one epoch.
  base::Result<void> save(const keyring::Keyring& keyring, std::vector<keyring::KeyWithMaterial> fresh = {});
  base::Result<std::vector<Destination>> destinations(const keyring::Name& name);
  base::Result<void> save_destination(const keyring::Name& name, const Destination& destination);
  base::Result<void> remove_destination(const keyring::Name& name, std::string_view id);
  /// Appends to the audit trail, chained and authenticated. Errors: `bad_value` (not UTF-8, longer than 64 KiB or
  /// outside the years 1970 to 9999), `chain_broken`.
  base::Result<void> record(const TrailEvent& event);
  /// Adds a way in; gives its slot. `record` comes before it in the same transaction. Errors: `bad_value` (32 are there
  /// already), `tampered`; `internal` without a record.
  base::Result<std::string> add_way(const SealedWay& way, base::Instant now);
  /// Takes a way in out; false where it is gone already. `record` comes before it in the same transaction. Errors:
  /// `bad_value` (`kept`, which is to stay, is not there, or is this very one), `tampered`; `internal` without a
  /// record.
  base::Result<bool> remove_way(const std::string& slot, const std::string& kept);
  /// What is of the whole store and of no keyring, under a name; nothing where there was never one. Errors: `tampered`.
  base::Result<std::optional<base::Json>> document(std::string_view name);
  /// `record` comes before it in the same transaction. Errors: `bad_value` (a name that is not of a-z, more than
  /// 1 MiB); `internal` without a record.
  base::Result<void> save_document(std::string_view name, const base::Json& document);

  class Impl;
  explicit Change(Impl& impl) : impl_(impl) {}

 private:
  Impl& impl_;
};

/// A keyring and where it is synced to, of one moment.
struct WholeKeyring {
  keyring::Keyring keyring;
  std::vector<Destination> destinations;
};

/// What is being read in one transaction: all of it of one moment of the store.
class Reading {
 public:
  /// Errors: `not_found`, `tampered`.
  base::Result<WholeKeyring> whole(const keyring::Name& name);
  /// Of the keyring that was read last nothing is read again. Errors: `key_unknown`, `key_retired`, `tampered`.
  base::Result<base::SecretBytes> material(const keyring::Keyring& keyring, const keyring::Key& key);

  Reading(Transaction& transaction, const StoreKeys& keys);
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;
  ~Reading();

 private:
  struct Last;
  Transaction& transaction_;
  const StoreKeys& keys_;
  std::unique_ptr<Last> last_;
};

/// A store that is open. Each call is one transaction; any thread may call.
class Store {
 public:
  /// Makes a new store in an empty backend. Errors: `already_exists`, and those of the backend.
  static base::Result<Store> create(std::unique_ptr<Backend> backend, const Opener& opener, base::Instant now);
  /// Opens one, by whatever slot the opener opens or by the one that is named. Errors: `no_store`, `wrong_passphrase`,
  /// `wrong_key_file`, `wrong_master_key`, `newer_format`, `tampered`, those of a remote key's place.
  static base::Result<Store> open(std::unique_ptr<Backend> backend, const Opener& opener, const std::string& slot = {});

  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  [[nodiscard]] const std::string& id() const;  ///< 32 hex digits
  [[nodiscard]] std::string place() const;

  /// The slot by which this store was opened.
  [[nodiscard]] const std::string& opened_by() const;
  /// All ways in, checked.
  base::Result<std::vector<WayIn>> ways();
  /// The way in that this opener is already, if any; of a remote key the one that has its very address. Slow: a
  /// passphrase is tried on each slot. Errors: those of a remote key's place.
  base::Result<std::optional<WayIn>> way_of(const Opener& opener);
  /// The master key sealed under another opener; nothing is written. Slow: Argon2id, or a KMS. Errors: those of
  /// `seal_slot`.
  base::Result<SealedWay> seal_for(const Opener& opener);

  base::Result<keyring::Keyring> keyring(const keyring::Name& name);
  base::Result<base::SecretBytes> material(const keyring::Keyring& keyring, const keyring::Key& key);
  /// Names in order, after `after`, at most `limit`.
  base::Result<std::vector<keyring::Name>> names(std::string_view prefix, std::string_view after, std::size_t limit);
  base::Result<std::vector<Destination>> destinations(const keyring::Name& name);
  /// What is of the whole store and of no keyring, under a name; nothing where there was never one. Errors: `tampered`.
  base::Result<std::optional<base::Json>> document(std::string_view name);
  /// The keyrings whose due time is at or before `now`, the most overdue first, at most `limit`, from behind `after`
  /// (the `position` that the page before ended with; empty to begin). A keyring that was saved has moved on.
  base::Result<std::vector<DueKeyring>> due(base::Instant now, std::size_t limit, std::string_view after = {});
  /// Keyrings that hold a key with this fingerprint: who shares a secret with whom.
  base::Result<std::vector<keyring::Name>> sharing(base::ByteView fingerprint);

  /// One reading transaction, for much that is read together. It may be begun again where the way to the store breaks.
  base::Result<void> read(const std::function<base::Result<void>(Reading&)>& work);
  /// One writing transaction; durable when it returns.
  base::Result<void> change(const std::function<base::Result<void>(Change&)>& work);

  /// Entries after the sequence number `after`, ascending, at most `limit`; with a name, only those about it. Each is
  /// checked against the one before it. Errors: `chain_broken`.
  base::Result<std::vector<TrailEntry>> trail(std::uint64_t after, std::size_t limit,
                                              const std::optional<keyring::Name>& name = {});
  /// Checks that the store's file is whole, then the whole chain, and that every keyring's last change is in it.
  /// Errors: `tampered` (a damaged file), `chain_broken`, with the entry.
  /// `expected` is a head that was noted before: the chain must still hold that very entry.
  base::Result<TrailHead> verify_trail(const std::optional<TrailHead>& expected = {});
  /// The newest end of the trail, unchecked.
  base::Result<TrailHead> trail_head();

  [[nodiscard]] const base::SecretBytes& fingerprint_key() const;
  /// 32 bytes, by which everybody who has opened the store knows what another of them has sealed for a browser. For
  /// `crypto::derive`, with a label for each use.
  [[nodiscard]] const base::SecretBytes& session_key() const;
  base::Result<std::uint64_t> generation();
  /// Hears of commits from now on; it has to go before the store.
  base::Result<std::unique_ptr<Changes>> changes();

  /// The sealed store as one byte string, of one moment (docs/store.md); `restore` takes it back.
  /// Errors: `too_large` above 1 GiB.
  base::Result<base::Bytes> backup(base::Instant now);

 public:
  class Impl;

 private:
  explicit Store(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// Writes a backup's rows into an empty backend, having checked it whole. Opening it afterwards needs its own opener.
/// Errors: `malformed` (not a backup, cut off or changed), `newer_format`, `too_large`, `already_exists`.
base::Result<void> restore(base::ByteView backup, Backend& into);

}  // namespace jwtkeep::store
