// What Key Vault answers when it does not do what it was asked.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/http/message.hpp"

namespace jwtkeep::destination {

enum class AzureOperation : std::uint8_t { get, set, list, update, recover };

/// `set`.
std::string_view word(AzureOperation operation) noexcept;

/// What a refusal means for the caller.
enum class AzureRefusalKind : std::uint8_t {
  denied,           ///< the token is good and may not do this
  blocked,          ///< the vault's firewall, or its private link
  bad_credentials,  ///< the token is not taken (401)
  not_found,        ///< no such secret, or it is deleted
  disabled,         ///< the version is switched off
  deleted,          ///< deleted and kept for recovery, so the name is taken
  in_between,       ///< being deleted or being recovered at this moment
  throttled,        ///< come again later
  too_large,        ///< the value
  broken,           ///< the service failed
  other,            ///< it refuses, for a reason of its own
  not_understood,   ///< no error of Key Vault's: a proxy's page, garbage
};

struct AzureRefusal {
  AzureRefusalKind kind = AzureRefusalKind::not_understood;
  int status = 0;
  std::string code = {};        ///< Key Vault's word, such as `Forbidden`; letters and digits alone
  std::string inner = {};       ///< the word within, such as `ForbiddenByRbac`; the same
  std::string permission = {};  ///< that is missing, where the answer names it: `secrets/set`, or a role's action
};

/// Reads an answer that is no success: `{"error": {"code": ..., "message": ..., "innererror": {"code": ...}}}`. Of the
/// message nothing is kept but the permission that it names.
AzureRefusal read_azure_refusal(const http::Response& response);

/// What was asked, for messages.
struct AzureAsked {
  AzureOperation operation = AzureOperation::get;
  std::string_view name = {};  ///< the secret's
  std::string vault = {};      ///< its origin
  std::string whose = {};      ///< token it was
};

/// The refusal as an error.
base::Error explain(const AzureRefusal& refusal, const AzureAsked& asked);

}  // namespace jwtkeep::destination
