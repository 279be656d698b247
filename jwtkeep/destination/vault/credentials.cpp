#include "jwtkeep/destination/vault/credentials.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "jwtkeep/base/json.hpp"

namespace jwtkeep::destination {
namespace {

using base::ByteView;
using base::fail;
using base::Json;
using base::Reason;
using base::Result;
using base::SecretBytes;

constexpr const char* kServiceAccount = "/var/run/secrets/kubernetes.io/serviceaccount/token";

bool is_space(std::uint8_t byte) noexcept { return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r'; }

/// Without white space at its ends, which `echo` and editors leave in files. Errors: `bad_value` where nothing is left
/// or what is left can stand in no header.
Result<SecretBytes> trimmed(const SecretBytes& secret, const std::string& from) {
  return secret.reveal([&](ByteView bytes) -> Result<SecretBytes> {
    while (!bytes.empty() && is_space(bytes.front())) bytes = bytes.subspan(1);
    while (!bytes.empty() && is_space(bytes.back())) bytes = bytes.first(bytes.size() - 1);
    if (bytes.empty()) return fail(Reason::bad_value, from + " is empty", "put the credential into it, or unset it");
    if (!base::is_printable_ascii(bytes) || std::ranges::any_of(bytes, is_space)) {
      return fail(Reason::bad_value, from + " holds characters that no credential of Vault has",
                  "write it again: a quote or a line break within is the commonest cause");
    }
    return SecretBytes::copy_of(bytes);
  });
}

Result<SecretBytes> from_variable(const Surroundings& surroundings, const std::string& name) {
  const auto value = surroundings.variable(name);
  if (!value)
    return fail(Reason::bad_value, name + " is not set", "set it, or log in another way: ?auth= in the address");
  return trimmed(*value, name);
}

Result<SecretBytes> from_file(const Surroundings& surroundings, const std::string& path) {
  JWTKEEP_TRY(const auto content, surroundings.file(path));
  return trimmed(content, path);
}

Result<SecretBytes> token(const Surroundings& surroundings) {
  if (surroundings.variable("VAULT_TOKEN")) return from_variable(surroundings, "VAULT_TOKEN");
  const auto path = surroundings.home + "/.vault-token";
  auto found = surroundings.home.empty() ? fail(Reason::not_found, "") : from_file(surroundings, path);
  if (found || found.error().reason != Reason::not_found) return found;
  return fail(Reason::bad_value, "there is no Vault token: VAULT_TOKEN is not set, and there is no ~/.vault-token",
              "set VAULT_TOKEN, or run `vault login`");
}

Result<SecretBytes> approle(const Surroundings& surroundings) {
  auto role_id = from_variable(surroundings, "VAULT_ROLE_ID");
  if (!role_id) {
    return fail(Reason::bad_value, "for a login by AppRole, " + role_id.error().what,
                "set VAULT_ROLE_ID, and VAULT_SECRET_ID or VAULT_SECRET_ID_FILE");
  }
  auto body = Json::object();
  body.set("role_id", Json(std::move(*role_id)));
  // A role may do without (bind_secret_id=false); where it does not, the server says so.
  if (surroundings.variable("VAULT_SECRET_ID")) {
    JWTKEEP_TRY(auto secret_id, from_variable(surroundings, "VAULT_SECRET_ID"));
    body.set("secret_id", Json(std::move(secret_id)));
  } else if (const auto path = surroundings.text("VAULT_SECRET_ID_FILE")) {
    JWTKEEP_TRY(auto secret_id, from_file(surroundings, *path));
    body.set("secret_id", Json(std::move(secret_id)));
  }
  return base::write_with_secrets(body, false);
}

Result<SecretBytes> kubernetes(const VaultSettings& settings, const Surroundings& surroundings) {
  const auto path = service_account_file(surroundings);
  auto jwt = from_file(surroundings, path);
  if (!jwt) {
    return fail(jwt.error().reason == Reason::not_found ? Reason::bad_value : jwt.error().reason,
                "for a login by Kubernetes, the service account's token cannot be had: " + jwt.error().what,
                "run in a pod with a service account, or name the token's file in JWTKEEP_KUBERNETES_TOKEN_FILE");
  }
  auto body = Json::object({{"role", settings.role}});
  body.set("jwt", Json(std::move(*jwt)));
  return base::write_with_secrets(body, false);
}

}  // namespace

std::string service_account_file(const Surroundings& surroundings) {
  return surroundings.text("JWTKEEP_KUBERNETES_TOKEN_FILE").value_or(kServiceAccount);
}

Result<SecretBytes> vault_credential(const VaultSettings& settings, const Surroundings& surroundings) {
  switch (settings.auth) {
    case VaultAuth::token: return token(surroundings);
    case VaultAuth::approle: return approle(surroundings);
    case VaultAuth::kubernetes: return kubernetes(settings, surroundings);
  }
  return token(surroundings);
}

}  // namespace jwtkeep::destination
