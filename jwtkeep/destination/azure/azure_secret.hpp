// What Key Vault says of a secret.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/http/url.hpp"

namespace jwtkeep::destination {

using AzureTags = std::map<std::string, std::string>;

/// One version without its content.
struct AzureVersion {
  std::string version;  ///< letters and digits
  bool enabled = true;
  AzureTags tags = {};
};

/// One version with its content: a JSON object in its canonical form, any other text as it is.
struct AzureSecret {
  AzureVersion about;
  base::SecretBytes text;
};

/// The answer of a get or a set. Errors: `io_failed`, without any of the content.
base::Result<AzureSecret> read_azure_secret(const base::SecretBytes& answer);

/// The answer of a recovery, which may hold no content. Errors: `io_failed`.
base::Result<AzureVersion> read_azure_version(const base::SecretBytes& answer);

struct AzureVersions {
  std::vector<AzureVersion> versions;
  std::optional<http::Url> next;  ///< page
};

/// One page of the list of versions; Key Vault keeps no order in it. The next page has to be at the same origin, and
/// below the same path: the token goes there. Errors: `io_failed`.
base::Result<AzureVersions> read_azure_versions(const base::SecretBytes& answer, const http::Url& asked);

}  // namespace jwtkeep::destination
