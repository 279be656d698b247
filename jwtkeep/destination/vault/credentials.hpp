// What one logs in to Vault with. Internal to this room.
#pragma once

#include <string>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/destination/surroundings.hpp"
#include "jwtkeep/destination/vault/settings.hpp"

namespace jwtkeep::destination {

/// Where the pod's service account token lies: JWTKEEP_KUBERNETES_TOKEN_FILE (for a projected token with an audience of
/// its own), or Kubernetes' place for it.
std::string service_account_file(const Surroundings& surroundings);

/// For `VaultAuth::token` the token itself, otherwise the body of the login request. Looked for anew at each login:
/// Kubernetes renews its file every hour, and an agent the token's.
/// https://developer.hashicorp.com/vault/api-docs/auth/approle#login-with-approle,
/// https://developer.hashicorp.com/vault/api-docs/auth/kubernetes#login
/// Errors: `bad_value` where there is none, with where it was looked for; those of `Surroundings::file`.
base::Result<base::SecretBytes> vault_credential(const VaultSettings& settings, const Surroundings& surroundings);

}  // namespace jwtkeep::destination
