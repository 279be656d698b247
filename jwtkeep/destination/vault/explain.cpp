#include <fmt/format.h>

#include "jwtkeep/destination/vault/answer.hpp"

namespace jwtkeep::destination {
namespace {

using base::Error;
using base::Reason;

bool is_login(const VaultCall& call) { return call.path.starts_with("auth/") && call.path.ends_with("/login"); }

std::string_view how_to_log_in(VaultAuth auth) {
  switch (auth) {
    case VaultAuth::token: return "log in again (`vault login`), or set VAULT_TOKEN to a token that is good here";
    case VaultAuth::approle:
      return "look whether VAULT_ROLE_ID and VAULT_SECRET_ID (or VAULT_SECRET_ID_FILE) are those of this server and "
             "namespace, and whether the secret_id has expired or was used up";
    case VaultAuth::kubernetes:
      return "look whether the role is bound to this pod's service account and namespace, and whether the server can "
             "ask "
             "this cluster's TokenReview";
  }
  return "";
}

/// `: <the server's words>`, where they may be repeated.
std::string said(const VaultAnswer& answer, const VaultCall& call) {
  return call.body_is_secret || answer.words.empty() ? std::string() : ": " + answer.words;
}

Error login_refused(const VaultAnswer& answer, const VaultSettings& settings) {
  std::string_view what = "what was shown is not accepted";
  if (answer.words.contains("missing secret_id")) what = "it asks for a secret_id";
  // OpenBao says no more where the method is not mounted (403).
  if (answer.status == 403) what = "what was shown is not accepted, or no such method is mounted there";
  if (answer.verdict == VaultVerdict::no_mount) what = "no such method is mounted there";
  return {Reason::permission,
          fmt::format("{} refuses the login by {} at auth/{} ({}): {}", settings.shown(), word(settings.auth),
                      settings.auth_mount, answer.status, what),
          std::string(how_to_log_in(settings.auth))};
}

/// The mount is what stands in front of `/data/` and the like; the whole path of a question about mounts is not.
std::string mount_of(const VaultCall& call) {
  constexpr std::string_view kQuestion = "sys/internal/ui/mounts/";
  const std::string_view path = call.path;
  if (path.starts_with(kQuestion)) {
    const auto rest = path.substr(kQuestion.size());
    return std::string(rest.substr(0, rest.find('/')));
  }
  return std::string(path.substr(0, std::min(path.find("/data/"), path.find("/metadata/"))));
}

}  // namespace

Error explain(const VaultAnswer& answer, const VaultCall& call, const VaultSettings& settings) {
  const auto server = settings.shown();
  switch (answer.verdict) {
    case VaultVerdict::token_refused:
    case VaultVerdict::denied:
      if (is_login(call)) return login_refused(answer, settings);
      if (answer.verdict == VaultVerdict::token_refused) {
        return {Reason::permission,
                fmt::format("{} does not accept the token (403): it has expired, was revoked, or is "
                            "not of this server",
                            server),
                std::string(how_to_log_in(settings.auth))};
      }
      return {Reason::permission,
              fmt::format("no policy of the token allows this at {}: it needs {} on {}", server, call.needs, call.path),
              "add that to the policy: docs/destinations.md has one whole"};
    case VaultVerdict::conflict:
      return {Reason::busy, fmt::format("{} at {} was changed by somebody else just now", call.path, server),
              "it is read again and written the next time"};
    case VaultVerdict::no_mount:
      if (is_login(call)) return login_refused(answer, settings);
      return {Reason::destination_failed, fmt::format("nothing is mounted at {} at {}", mount_of(call), server),
              fmt::format("look at the address, the namespace and `vault secrets list`, or mount it: "
                          "`vault secrets enable -path={} -version=2 kv`",
                          mount_of(call))};
    case VaultVerdict::no_namespace:
      return {Reason::destination_failed, fmt::format("{} has no such namespace", server),
              "look at the option `namespace` and VAULT_NAMESPACE"};
    case VaultVerdict::sealed:
      return {Reason::destination_failed, fmt::format("{} is sealed (503)", server),
              "unseal it: `vault operator unseal`; it can give and take nothing before"};
    case VaultVerdict::busy:
      return {Reason::busy,
              fmt::format("{} says to come again later ({}){}", server, answer.status, said(answer, call)),
              "the next run tries it again"};
    case VaultVerdict::standby:
      return {Reason::destination_failed,
              fmt::format("{} is a standby and does not answer for the active server ({})", server, answer.status),
              "write the address of the cluster, or of its active server"};
    case VaultVerdict::too_large:
      return {Reason::destination_failed,
              fmt::format("{} takes no value as large as the one for {}", server, call.path),
              "retire keys that are no longer needed"};
    case VaultVerdict::unclear:
      return {Reason::io_failed,
              fmt::format("{} failed at {} {} ({}){}", server, word(call.method), call.path, answer.status,
                          said(answer, call)),
              "its own log says why"};
    case VaultVerdict::never:
    case VaultVerdict::gone:
    case VaultVerdict::refused:
      if (is_login(call) && answer.verdict == VaultVerdict::refused) return login_refused(answer, settings);
      return {Reason::destination_failed,
              fmt::format("{} refuses {} {} ({}){}", server, word(call.method), call.path, answer.status,
                          said(answer, call)),
              "its own log says more"};
    case VaultVerdict::done:
    case VaultVerdict::senseless: break;
  }
  return {
      Reason::io_failed,
      fmt::format("{} does not answer {} {} as Vault does ({})", server, word(call.method), call.path, answer.status),
      "look whether this is the address of a Vault or OpenBao server"};
}

}  // namespace jwtkeep::destination
