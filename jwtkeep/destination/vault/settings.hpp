// Where a Vault or OpenBao server is and how one logs in there: from an address and from Vault's own variables.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/destination/address.hpp"
#include "jwtkeep/destination/surroundings.hpp"
#include "jwtkeep/http/url.hpp"

namespace jwtkeep::destination {

enum class VaultAuth : std::uint8_t {
  token,       ///< VAULT_TOKEN, or what `vault login` has left in ~/.vault-token
  approle,     ///< VAULT_ROLE_ID with VAULT_SECRET_ID or VAULT_SECRET_ID_FILE
  kubernetes,  ///< the pod's service account
};

/// As the option `auth` has it, which is also the path where the auth method is mounted unless another is said.
std::string_view word(VaultAuth auth) noexcept;

/// Places with equal settings share one server, its token and its connections.
struct VaultSettings {
  http::Url server;                  ///< its path, less a slash at its end, stands before `/v1/`
  std::string ca_file = {};          ///< empty: the system's authorities
  std::string vault_namespace = {};  ///< without slashes at its ends; empty: the root namespace
  VaultAuth auth = VaultAuth::token;
  std::string auth_mount = {};  ///< where the auth method is mounted, e.g. `approle`
  std::string role = {};        ///< for Kubernetes

  /// For messages: the server, and the namespace where there is one.
  [[nodiscard]] std::string shown() const;
  /// The same text for the same settings.
  [[nodiscard]] std::string key() const;
};

/// An option counts before its variable: `address` (VAULT_ADDR), `ca` (VAULT_CACERT), `namespace` (VAULT_NAMESPACE),
/// `auth` (by what is there: VAULT_TOKEN, VAULT_ROLE_ID, `role` with a service account, ~/.vault-token), `role`.
/// Variables as in https://developer.hashicorp.com/vault/docs/commands#configure-environment-variables.
/// Errors: `bad_value`, also for VAULT_SKIP_VERIFY, VAULT_CAPATH and VAULT_CACERT_BYTES: what they ask for is not done,
/// and leaving them unheard would surprise.
base::Result<VaultSettings> vault_settings(const Address& address, const Surroundings& surroundings);

}  // namespace jwtkeep::destination
