// The calls of Vault's HTTP API that are made, before anything is sent. Internal to this room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/destination/place.hpp"
#include "jwtkeep/destination/vault/settings.hpp"
#include "jwtkeep/http/message.hpp"

namespace jwtkeep::destination {

/// Where a ring stands in a server: `secret` and `orders/prod`.
struct VaultRing {
  std::string mount;  ///< without slashes at its ends
  std::string path;
};

/// One call.
struct VaultCall {
  http::Method method = http::Method::get;
  std::string path;             ///< behind `/v1/`: as a policy names it
  std::string_view needs = {};  ///< what a policy has to grant on `path`, for messages: `"read"`
  base::SecretBytes body = {};  ///< JSON
  bool body_is_secret = false;  ///< what the server says to it is then not repeated: it may quote it
  bool merges = false;          ///< the body is a merge patch (RFC 7396)
  bool repeatable = true;       ///< may be sent again after no answer
};

/// Which engine is mounted there, and under which path: what the `vault kv` command asks first, too. Everyone may ask
/// who may do anything there.
VaultCall ask_mount(std::string_view scope, std::string_view name);

// https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2
VaultCall read_newest(const VaultRing& ring);
/// Writes `object` where `cas` is still the newest version; 0: where there never was one.
VaultCall write_newest(const VaultRing& ring, const base::SecretBytes& object, std::uint64_t cas);
/// Sets the marks beside what others have set there.
VaultCall write_marks(const VaultRing& ring, const Marks& marks);
VaultCall list_versions(const VaultRing& ring);
VaultCall destroy_versions(const VaultRing& ring, const std::vector<std::uint64_t>& versions);

// https://developer.hashicorp.com/vault/api-docs/auth/token
VaultCall log_in(const VaultSettings& settings, base::SecretBytes credential);
VaultCall look_up_token();
VaultCall renew_token();

/// The call as it is sent to the server, with the token where there is one. Errors: `bad_value` where the URL gets too
/// long.
base::Result<http::Request> request_of(const VaultCall& call, const VaultSettings& settings,
                                       const base::SecretBytes& token);

}  // namespace jwtkeep::destination
