// Where Azure Key Vault and its authority are asked.
#pragma once

#include <string>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/destination/address.hpp"
#include "jwtkeep/destination/surroundings.hpp"
#include "jwtkeep/http/url.hpp"

namespace jwtkeep::destination {

struct AzureSettings {
  http::Url vault;           ///< an origin: `https://my-vault.vault.azure.net/`
  http::Url authority;       ///< an origin: `https://login.microsoftonline.com/`
  std::string ca_file = {};  ///< for both; empty: the system's
};

/// The vault: the address's option `endpoint`, else the vault's name under the domain of the authority's cloud (public,
/// US government, China), else under `vault.azure.net`. The authority: the option `authority`, then
/// `AZURE_AUTHORITY_HOST` (with or without `https://`, as Azure's own tools take it), then the public cloud's. Both are
/// `https://` and without a path. Errors: `bad_value`, `unsafe_place`.
base::Result<AzureSettings> azure_settings(const Address& address, const Surroundings& surroundings);

/// Whether two hosts are names of one cloud's authority: `login.windows.net`, which Key Vault still names, is
/// `login.microsoftonline.com`.
bool is_same_authority(const http::Url& one, const http::Url& other);

}  // namespace jwtkeep::destination
