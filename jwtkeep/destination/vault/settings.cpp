#include "jwtkeep/destination/vault/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "jwtkeep/destination/vault/credentials.hpp"

namespace jwtkeep::destination {
namespace {

using base::fail;
using base::Reason;
using base::Result;

constexpr std::array kAll{VaultAuth::token, VaultAuth::approle, VaultAuth::kubernetes};

/// A setting and where it came from, for messages.
struct Said {
  std::string value;
  std::string_view by;
};

std::optional<Said> said(const Address& address, const Surroundings& surroundings, const char* option,
                         const char* variable) {
  if (auto value = address.option(option)) return Said{std::move(*value), option};
  if (auto value = surroundings.text(variable)) return Said{std::move(*value), variable};
  return std::nullopt;
}

/// What stands for true in Go, in which Vault reads it (strconv.ParseBool).
bool is_true(std::string_view text) {
  constexpr std::array<std::string_view, 6> kTrue{"1", "t", "T", "true", "TRUE", "True"};
  return std::ranges::find(kTrue, text) != kTrue.end();
}

Result<void> refuse_what_is_not_done(const Address& address, const Surroundings& surroundings) {
  if (const auto skip = surroundings.text("VAULT_SKIP_VERIFY"); skip && is_true(*skip)) {
    return fail(Reason::bad_value,
                "VAULT_SKIP_VERIFY asks for no check of the server's certificate, which jwtkeep never does",
                "unset it; name the server's certificate authority with ?ca=FILE or VAULT_CACERT");
  }
  if (address.option("ca") || surroundings.variable("VAULT_CACERT")) return {};
  for (const char* name : {"VAULT_CAPATH", "VAULT_CACERT_BYTES"}) {
    if (surroundings.variable(name)) {
      return fail(Reason::bad_value, fmt::format("{} is set, and jwtkeep reads authorities from one file alone", name),
                  "name a PEM file that holds them with ?ca=FILE or VAULT_CACERT");
    }
  }
  return {};
}

Result<http::Url> server_of(const Address& address, const Surroundings& surroundings) {
  const auto server = said(address, surroundings, "address", "VAULT_ADDR");
  constexpr std::string_view kHint = "write it like https://vault.example:8200";
  if (!server) {
    return fail(Reason::bad_value, fmt::format("{} does not say which server is meant", address.text()),
                "add ?address=https://vault.example:8200 to it, or set VAULT_ADDR");
  }
  auto url = http::Url::parse(server->value);
  if (!url) return fail(Reason::bad_value, fmt::format("{}: {}", server->by, url.error().what), std::string(kHint));
  if (url->target().contains('?')) {
    return fail(Reason::bad_value, fmt::format("{}: a server's address has no query", server->by), std::string(kHint));
  }
  return url;
}

/// What can stand in a header and in a path without a second meaning.
bool is_path(std::string_view text) {
  if (text.contains("//") || text.contains("..")) return false;
  return std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("._-/").contains(c);
  });
}

std::string without_slashes(std::string_view text) {
  while (text.starts_with('/')) text.remove_prefix(1);
  while (text.ends_with('/')) text.remove_suffix(1);
  return std::string(text);
}

Result<std::string> namespace_of(const Address& address, const Surroundings& surroundings) {
  const auto found = said(address, surroundings, "namespace", "VAULT_NAMESPACE");
  if (!found) return std::string();
  auto name = without_slashes(found->value);
  if (!is_path(name)) {
    return fail(Reason::bad_value, fmt::format("{} has characters that no namespace has", found->by),
                "write it like admin/team1");
  }
  return name;
}

/// Reads `METHOD` or `METHOD:MOUNT`.
Result<void> take_auth(std::string_view text, VaultSettings& settings) {
  const auto colon = text.find(':');
  const auto method = text.substr(0, colon);
  for (const auto auth : kAll) {
    if (method != word(auth)) continue;
    settings.auth = auth;
    settings.auth_mount = method;
    if (colon == std::string_view::npos) return {};
    settings.auth_mount = without_slashes(text.substr(colon + 1));
    if (auth != VaultAuth::token && !settings.auth_mount.empty() && is_path(settings.auth_mount)) return {};
  }
  return fail(
      Reason::bad_value, "the option `auth` of a vault address is none that is known",
      "write token, approle, kubernetes, or approle:MOUNT and kubernetes:MOUNT where the method is mounted elsewhere");
}

/// The first that is there; what is set for this process alone counts before what lies about on the machine.
std::optional<VaultAuth> auth_by_what_is_there(const VaultSettings& settings, const Surroundings& surroundings) {
  if (surroundings.variable("VAULT_TOKEN")) return VaultAuth::token;
  if (surroundings.variable("VAULT_ROLE_ID")) return VaultAuth::approle;
  if (!settings.role.empty() && surroundings.file(service_account_file(surroundings))) return VaultAuth::kubernetes;
  if (vault_credential({.server = settings.server}, surroundings)) return VaultAuth::token;
  return std::nullopt;
}

Result<void> choose_auth(const Address& address, const Surroundings& surroundings, VaultSettings& settings) {
  settings.role = address.option("role").value_or("");
  if (const auto chosen = address.option("auth")) {
    JWTKEEP_CHECK(take_auth(*chosen, settings));
  } else if (const auto found = auth_by_what_is_there(settings, surroundings)) {
    settings.auth = *found;
    settings.auth_mount = word(*found);
  } else {
    return fail(Reason::bad_value, fmt::format("there is nothing to log in to {} with", settings.shown()),
                "set VAULT_TOKEN, or VAULT_ROLE_ID and VAULT_SECRET_ID, or run `vault login` (~/.vault-token), or in "
                "Kubernetes add role=NAME to the address");
  }
  if (settings.auth == VaultAuth::kubernetes && settings.role.empty()) {
    return fail(Reason::bad_value, "auth=kubernetes needs a role", "add role=NAME to the address");
  }
  return {};
}

}  // namespace

std::string_view word(VaultAuth auth) noexcept {
  switch (auth) {
    case VaultAuth::token: return "token";
    case VaultAuth::approle: return "approle";
    case VaultAuth::kubernetes: return "kubernetes";
  }
  return "token";
}

std::string VaultSettings::shown() const {
  return vault_namespace.empty() ? server.origin() : fmt::format("{} (namespace {})", server.origin(), vault_namespace);
}

std::string VaultSettings::key() const {
  // None of the parts in front holds a space; the file's name may.
  return fmt::format("{} {} {}:{} {}:{} {}", server.text(), vault_namespace, word(auth), auth_mount, ca_file.size(),
                     ca_file, role);
}

Result<VaultSettings> vault_settings(const Address& address, const Surroundings& surroundings) {
  JWTKEEP_CHECK(refuse_what_is_not_done(address, surroundings));
  JWTKEEP_TRY(auto server, server_of(address, surroundings));
  VaultSettings settings{.server = std::move(server)};
  if (auto ca = said(address, surroundings, "ca", "VAULT_CACERT")) settings.ca_file = std::move(ca->value);
  JWTKEEP_TRY(settings.vault_namespace, namespace_of(address, surroundings));
  JWTKEEP_CHECK(choose_auth(address, surroundings, settings));
  return settings;
}

}  // namespace jwtkeep::destination
