// Whose a secret is, where the user has a store.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/session.hpp"

namespace jwtkeep::cli {

/// A key that holds a secret.
struct SecretOwner {
  keyring::Name keyring;
  std::string kid;
  keyring::State state;
};

/// Asks the store once for each secret. Without a store, or without anything at hand that opens it, nobody owns
/// anything: nobody is asked for a passphrase, and no store is made.
class SecretOwners {
 public:
  explicit SecretOwners(Session& session);

  /// The keys whose true bytes these are.
  std::vector<SecretOwner> of(const base::SecretBytes& secret);

 private:
  void tell(const base::Error& error);

  Session& session_;
  std::optional<store::Store> store_;
};

}  // namespace jwtkeep::cli
