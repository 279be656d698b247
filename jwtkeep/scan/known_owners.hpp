// Whose a secret is, by an inventory, and by the keys themselves where they are at hand.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/keyring/inventory.hpp"
#include "jwtkeep/scan/ownership.hpp"

namespace jwtkeep::scan {

/// The secret of a symmetric key out of the inventory; may be called by any thread.
using SecretOf = std::function<base::Result<base::SecretBytes>(const keyring::ListedKey&)>;

class KnownOwners final : public Ownership {
 public:
  /// Without `secret_of`, tokens of symmetric keys are known by their kid alone.
  explicit KnownOwners(keyring::Inventory inventory, SecretOf secret_of = {});
  ~KnownOwners() override;

  /// As they stand and in every form in which somebody may have written the same key down: decoded, encoded, with a
  /// line break or white space around it, and once more of each (a Kubernetes Secret has the base64 of what is
  /// base64url already).
  [[nodiscard]] std::vector<Owner> of_secret(const base::SecretBytes& key) const override;
  [[nodiscard]] std::vector<Owner> of_key_pair(std::string_view thumbprint) const override;
  /// The keys that its kid names are tried first, then all others that could have signed it.
  [[nodiscard]] std::vector<Owner> of_token(std::string_view token) const override;

  [[nodiscard]] std::size_t size() const noexcept;  ///< keys

 private:
  struct Index;
  std::unique_ptr<Index> index_;
};

}  // namespace jwtkeep::scan
