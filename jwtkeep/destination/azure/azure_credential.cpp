#include "jwtkeep/destination/azure/azure_credential.hpp"

#include <algorithm>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/destination/azure/azure_challenge.hpp"
#include "jwtkeep/http/ascii.hpp"
#include "jwtkeep/http/ip_address.hpp"
#include "jwtkeep/http/this_machine.hpp"

namespace jwtkeep::destination {
namespace {

using base::fail;
using base::Reason;
using base::Result;

constexpr const char* kInstance = "http://169.254.169.254";

/// IPv4 169.254.0.0/16 (RFC 3927) and loopback: where Azure's hosts hand out tokens.
bool may_be_plain(const http::Url& url) {
  if (http::is_this_machine(url)) return true;
  const auto address = url.host_is_address() ? http::parse_ip_address(url.host()) : std::nullopt;
  return address && address->is_v4() && address->bytes()[0] == 169 && address->bytes()[1] == 254;
}

Result<http::Url> identity_url(const std::string& text, const std::string& named_by) {
  auto url = http::Url::parse(text);
  if (!url) return fail(Reason::bad_value, named_by + ": " + url.error().what, url.error().hint);
  if (url->target().contains('?')) return fail(Reason::bad_value, named_by + " has a query", "leave it out");
  if (!url->is_https() && !may_be_plain(*url)) {
    return fail(Reason::unsafe_place,
                named_by + " is http:// to " + url->host() + ", and tokens would cross a network in the clear",
                "write https://, or an address of this machine or a link-local one, as Azure's hosts have it");
  }
  return url;
}

/// Application ids are GUIDs.
bool is_client(std::string_view text) {
  return !text.empty() && text.size() <= 64 &&
         std::ranges::all_of(text, [](char c) { return http::is_letter(c) || http::is_digit(c) || c == '-'; });
}

bool is_space(std::uint8_t byte) { return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r'; }

/// Without the line break that `echo` leaves at the end.
Result<base::SecretBytes> trimmed(const base::SecretBytes& secret, const std::string& from) {
  return secret.reveal([&](base::ByteView bytes) -> Result<base::SecretBytes> {
    while (!bytes.empty() && is_space(bytes.front())) bytes = bytes.subspan(1);
    while (!bytes.empty() && is_space(bytes.back())) bytes = bytes.first(bytes.size() - 1);
    if (bytes.empty() || !base::is_printable_ascii(bytes)) {
      return fail(Reason::bad_value, from + " is empty or holds characters that none has",
                  "write it again: a quote or a line break at its end is the commonest cause");
    }
    return base::SecretBytes::copy_of(bytes);
  });
}

struct Named {
  std::string tenant;
  std::string client;
};

Result<Named> named(const Surroundings& surroundings) {
  Named found{surroundings.text("AZURE_TENANT_ID").value_or(""), surroundings.text("AZURE_CLIENT_ID").value_or("")};
  if (!found.tenant.empty() && !is_azure_tenant(found.tenant)) {
    return fail(Reason::bad_value, "AZURE_TENANT_ID is no tenant", "a tenant is a GUID or a domain's name");
  }
  if (!found.client.empty() && !is_client(found.client)) {
    return fail(Reason::bad_value, "AZURE_CLIENT_ID is no application's id", "an application's (client) id is a GUID");
  }
  return found;
}

std::unexpected<base::Error> half(const char* is_set) {
  return fail(Reason::bad_value, std::string(is_set) + " is set and AZURE_CLIENT_ID is not",
              "set AZURE_CLIENT_ID and AZURE_TENANT_ID besides");
}

Result<std::optional<AzureCredential>> of_application(const Surroundings& surroundings, const Named& names) {
  if (const auto secret = surroundings.variable("AZURE_CLIENT_SECRET")) {
    if (names.client.empty()) return half("AZURE_CLIENT_SECRET");
    JWTKEEP_TRY(auto taken, trimmed(*secret, "AZURE_CLIENT_SECRET"));
    return AzureCredential(AzureClientSecret{names.tenant, names.client, std::move(taken)});
  }
  if (surroundings.text("AZURE_CLIENT_CERTIFICATE_PATH")) {
    return fail(Reason::bad_value,
                "AZURE_CLIENT_CERTIFICATE_PATH is set, and jwtkeep does not log in to Azure with a certificate",
                "set AZURE_CLIENT_SECRET, or use a workload identity or a managed identity");
  }
  if (const auto file = surroundings.text("AZURE_FEDERATED_TOKEN_FILE")) {
    if (names.client.empty()) return half("AZURE_FEDERATED_TOKEN_FILE");
    return AzureCredential(AzureFederatedToken{names.tenant, names.client, *file});
  }
  return std::nullopt;
}

Result<std::optional<AzureCredential>> of_app_service(const Surroundings& surroundings, const Named& names) {
  const auto endpoint = surroundings.text("IDENTITY_ENDPOINT");
  if (!endpoint) return std::nullopt;
  const auto header = surroundings.variable("IDENTITY_HEADER");
  if (!header || surroundings.text("IDENTITY_SERVER_THUMBPRINT")) {
    return fail(
        Reason::bad_value,
        header ? "IDENTITY_SERVER_THUMBPRINT is set: this is Service Fabric, whose identities jwtkeep does not know"
               : "IDENTITY_ENDPOINT is set and IDENTITY_HEADER is not: this is Azure Arc, whose identities "
                 "jwtkeep does not know, or half of an App Service's",
        "set AZURE_CLIENT_ID, AZURE_TENANT_ID and AZURE_CLIENT_SECRET");
  }
  JWTKEEP_TRY(auto url, identity_url(*endpoint, "IDENTITY_ENDPOINT"));
  return AzureCredential(AzureAppIdentity{std::move(url), header->clone(), names.client});
}

}  // namespace

Result<AzureCredential> find_azure_credential(const Surroundings& surroundings) {
  JWTKEEP_TRY(const auto names, named(surroundings));
  JWTKEEP_TRY(auto application, of_application(surroundings, names));
  if (application) return std::move(*application);
  JWTKEEP_TRY(auto app_service, of_app_service(surroundings, names));
  if (app_service) return std::move(*app_service);
  auto host = surroundings.text("AZURE_POD_IDENTITY_AUTHORITY_HOST").value_or(kInstance);
  while (host.ends_with('/')) host.pop_back();
  JWTKEEP_TRY(auto url, identity_url(host + "/metadata/identity/oauth2/token", "AZURE_POD_IDENTITY_AUTHORITY_HOST"));
  return AzureInstanceIdentity{std::move(url), names.client};
}

std::string shown(const AzureCredential& credential) {
  const auto identity = [](const std::string& client) {
    return client.empty() ? std::string("the managed identity") : "the managed identity " + client;
  };
  if (const auto* application = std::get_if<AzureClientSecret>(&credential)) {
    return "the application " + application->client + " (AZURE_CLIENT_SECRET)";
  }
  if (const auto* application = std::get_if<AzureFederatedToken>(&credential)) {
    return "the application " + application->client + " (AZURE_FEDERATED_TOKEN_FILE)";
  }
  if (const auto* app = std::get_if<AzureAppIdentity>(&credential))
    return identity(app->client) + " (IDENTITY_ENDPOINT)";
  const auto& instance = std::get<AzureInstanceIdentity>(credential);
  return identity(instance.client) + " (" + instance.url.origin() + ")";
}

}  // namespace jwtkeep::destination
