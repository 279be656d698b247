// With what Azure is asked for tokens, and where it is found.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/destination/surroundings.hpp"
#include "jwtkeep/http/url.hpp"

namespace jwtkeep::destination {

/// An application with a secret.
struct AzureClientSecret {
  std::string tenant;  ///< empty: the one that the vault names
  std::string client;
  base::SecretBytes secret;
};

/// An application that a token of another issuer stands for: workload identity on AKS.
struct AzureFederatedToken {
  std::string tenant;  ///< empty: the one that the vault names
  std::string client;
  std::string file;  ///< read anew at each asking: Kubernetes replaces the token
};

/// App Service, Functions and Container Apps.
struct AzureAppIdentity {
  http::Url url;
  base::SecretBytes header;
  std::string client;  ///< of a user-assigned identity; empty: the system-assigned one
};

/// A virtual machine, by its instance metadata service.
struct AzureInstanceIdentity {
  http::Url url;
  std::string client;  ///< of a user-assigned identity; empty: the only one
};

using AzureCredential = std::variant<AzureClientSecret, AzureFederatedToken, AzureAppIdentity, AzureInstanceIdentity>;

/// Looks, without asking anybody, where and in the order in which Azure's own `DefaultAzureCredential` does:
/// 1. `AZURE_CLIENT_SECRET` with `AZURE_CLIENT_ID` and `AZURE_TENANT_ID`;
/// 2. `AZURE_FEDERATED_TOKEN_FILE` with the same two;
/// 3. `IDENTITY_ENDPOINT` with `IDENTITY_HEADER`: App Service, Functions, Container Apps;
/// 4. the instance metadata service at 169.254.169.254, or what `AZURE_POD_IDENTITY_AUTHORITY_HOST` names.
/// In the last two `AZURE_CLIENT_ID` names a user-assigned identity. Plain HTTP is for addresses of this machine and
/// link-local ones alone. Errors: `bad_value` (half of a credential, or a kind that jwtkeep does not know),
/// `unsafe_place`.
base::Result<AzureCredential> find_azure_credential(const Surroundings& surroundings);

/// Which one, for messages: `the application 1234... (AZURE_CLIENT_SECRET)`. Never a secret.
std::string shown(const AzureCredential& credential);

}  // namespace jwtkeep::destination
