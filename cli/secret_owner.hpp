// Whose a secret is, where the user has a store.
#pragma once

#include <optional>
#include <vector>

#include "cli/session.hpp"
#include "jwtkeep/scan/finding.hpp"

namespace jwtkeep::cli {

/// Asks the store once for each secret. Without a store, or without anything at hand that opens it, nobody owns
/// anything: nobody is asked for a passphrase, and no store is made.
class SecretOwners {
 public:
  explicit SecretOwners(Session& session);

  /// The keys whose true bytes these are.
  std::vector<scan::Owner> of(const base::SecretBytes& secret);

 private:
  void tell(const base::Error& error);

  Session& session_;
  std::optional<store::Store> store_;
};

}  // namespace jwtkeep::cli
