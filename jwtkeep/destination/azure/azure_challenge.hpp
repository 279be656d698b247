// What Key Vault answers who shows no token: which token it wants, and from whom.
#pragma once

#include <string>
#include <string_view>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/destination/azure/azure_settings.hpp"
#include "jwtkeep/http/url.hpp"

namespace jwtkeep::destination {

struct AzureChallenge {
  http::Url authority;  ///< an origin: who the vault says gives tokens; nothing is ever sent there by its word
  std::string tenant;   ///< letters, digits, dots and hyphens
  http::Url resource;   ///< an origin: for whom the token has to be, `https://vault.azure.net/`
  std::string claims =
      {};  ///< a JSON object that the authority is to be shown (continuous access evaluation), or empty
};

/// The `Bearer` challenge of a WWW-Authenticate header (RFC 9110 section 11.6.1): `authorization` (or
/// `authorization_uri`) is the authority with the tenant as its path, `resource` or `scope` (`resource` with
/// `/.default` behind it) what the token is for, `claims` base64 of JSON. Errors: `io_failed`; no message quotes more
/// of the header than hosts.
base::Result<AzureChallenge> read_azure_challenge(std::string_view header);

/// Whether a token of this kind may be fetched and shown to this vault.
///
/// A server that could choose the resource would get a token that opens something else, so the resource's host has to
/// be the vault's own or a domain that it lies in, as Microsoft's own clients hold it. The credential goes to the
/// authority of the settings alone; where the challenge names another cloud's, its tokens would be of no use there, and
/// it is said so. Errors: `unsafe_place`, `bad_value`.
base::Result<void> check_azure_challenge(const AzureChallenge& challenge, const AzureSettings& settings);

/// What may be a tenant: a GUID or a domain's name.
bool is_azure_tenant(std::string_view text) noexcept;

}  // namespace jwtkeep::destination
