// Whose what a scan finds is: by an inventory's file, or by the store at hand.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "cli/session.hpp"
#include "jwtkeep/scan/known_owners.hpp"

namespace jwtkeep::cli {

/// Opens the store when the first finding is asked for, and never asks a person: most scans find nothing, and a hook
/// must not wait. What went wrong is kept for the end, when no thread runs any more.
class ScanOwners final : public scan::Ownership {
 public:
  explicit ScanOwners(const Session& session) : session_(session) {}
  ScanOwners(const Session& session, keyring::Inventory inventory);

  [[nodiscard]] std::vector<scan::Owner> of_secret(const base::SecretBytes& key) const override;
  [[nodiscard]] std::vector<scan::Owner> of_key_pair(std::string_view thumbprint) const override;
  [[nodiscard]] std::vector<scan::Owner> of_token(std::string_view token) const override;

  /// Whether anything was asked, and nobody was there to say whose it is.
  [[nodiscard]] bool nobody_knows() const noexcept { return asked_ && !known_; }
  /// Why owners are not known, or not all.
  [[nodiscard]] const std::vector<std::string>& complaints() const noexcept { return complaints_; }

 private:
  const scan::KnownOwners* known() const;
  base::Result<void> read_store() const;

  const Session& session_;
  mutable std::once_flag once_;
  mutable bool asked_ = false;
  mutable std::optional<store::Store> store_;
  mutable std::optional<keyring::Keyring> last_ring_;  ///< keys of one keyring are asked for one after the other
  mutable std::unique_ptr<scan::KnownOwners> known_;
  mutable std::vector<std::string> complaints_;
};

}  // namespace jwtkeep::cli
