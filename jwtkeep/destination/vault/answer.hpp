// What a Vault server's answer comes to, whatever was asked. Internal to this room.
#pragma once

#include <cstdint>
#include <string>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/destination/vault/call.hpp"
#include "jwtkeep/destination/vault/settings.hpp"
#include "jwtkeep/http/message.hpp"

namespace jwtkeep::destination {

enum class VaultVerdict : std::uint8_t {
  done,           ///< 2xx
  never,          ///< 404: nothing ever was under this path
  gone,           ///< 404 with a body: the newest version is deleted or destroyed
  token_refused,  ///< 403: the token is none, or is none any more
  denied,         ///< 403: the token is good, and no policy allows this
  conflict,       ///< 400: another version than `cas` says is the newest
  no_mount,       ///< 404: nothing is mounted there
  no_namespace,   ///< 404
  sealed,         ///< 503
  busy,           ///< it says to come again later
  standby,        ///< a server that does not serve, and leads to none that does
  too_large,      ///< the value
  unclear,        ///< it failed while at it: what was asked may have been done
  refused,        ///< any other 4xx
  senseless,      ///< not what a Vault server answers
};

struct VaultAnswer {
  VaultVerdict verdict = VaultVerdict::senseless;
  int status = 0;
  base::Json body = {};    ///< an object whose texts are guarded; null where there is none
  std::string words = {};  ///< the server's own, fit for a message: short, printable, without what could be a secret
};

/// Never fails: what is not understood is `senseless`. What the statuses and words mean:
/// https://developer.hashicorp.com/vault/api-docs#http-status-codes, and the words of Vault 1.9 to 1.20 and OpenBao 2.
VaultAnswer read_answer(const http::Response& response);

/// The error of an answer that is not what the call hoped for. No message holds any of what was sent.
base::Error explain(const VaultAnswer& answer, const VaultCall& call, const VaultSettings& settings);

}  // namespace jwtkeep::destination
