#include "jwtkeep/destination/azure/azure_settings.hpp"

#include <array>

namespace jwtkeep::destination {
namespace {

using base::fail;
using base::Reason;
using base::Result;

struct Cloud {
  std::string_view authority;
  std::string_view vaults;
};

// Microsoft's "National clouds" (authentication endpoints) and "Azure Key Vault DNS suffixes". The first row is the
// usual one; those of one vault domain are names of one authority.
constexpr std::array<Cloud, 7> kClouds{{
    {"login.microsoftonline.com", "vault.azure.net"},
    {"login.windows.net", "vault.azure.net"},
    {"login.microsoft.com", "vault.azure.net"},
    {"sts.windows.net", "vault.azure.net"},
    {"login.microsoftonline.us", "vault.usgovcloudapi.net"},
    {"login.chinacloudapi.cn", "vault.azure.cn"},
    {"login.partner.microsoftonline.cn", "vault.azure.cn"},
}};

const Cloud* cloud_of(const http::Url& authority) {
  if (authority.port() != 443) return nullptr;
  for (const auto& cloud : kClouds) {
    if (cloud.authority == authority.host()) return &cloud;
  }
  return nullptr;
}

Result<http::Url> origin(const std::string& text, const std::string& named_by) {
  auto url = http::Url::parse(text);
  if (!url) return fail(Reason::bad_value, named_by + ": " + url.error().what, url.error().hint);
  if (!url->is_https()) {
    return fail(Reason::unsafe_place, named_by + " is http:// to " + url->host() + ": secrets would cross a network",
                "write https://");
  }
  if (url->target() != "/") {
    return fail(Reason::bad_value, named_by + " has a path or a query behind " + url->origin(),
                "write " + url->origin() + " alone");
  }
  return url;
}

Result<http::Url> authority_of(const Address& address, const Surroundings& surroundings) {
  auto text = address.option("authority");
  const std::string named_by = text ? "the option authority" : "AZURE_AUTHORITY_HOST";
  if (!text) text = surroundings.text("AZURE_AUTHORITY_HOST").value_or(std::string(kClouds.front().authority));
  if (!text->contains("://")) text = "https://" + *text;
  return origin(*text, named_by);
}

}  // namespace

Result<AzureSettings> azure_settings(const Address& address, const Surroundings& surroundings) {
  JWTKEEP_TRY(auto authority, authority_of(address, surroundings));
  const auto* cloud = cloud_of(authority);
  const auto domain = cloud != nullptr ? cloud->vaults : kClouds.front().vaults;
  const auto endpoint = address.option("endpoint");
  JWTKEEP_TRY(auto vault,
              endpoint ? origin(*endpoint, "the option endpoint")
                       : origin("https://" + address.scope + "." + std::string(domain), "the vault " + address.scope));
  return AzureSettings{
      .vault = std::move(vault), .authority = std::move(authority), .ca_file = address.option("ca").value_or("")};
}

bool is_same_authority(const http::Url& one, const http::Url& other) {
  if (http::same_origin(one, other)) return true;
  const auto* cloud = cloud_of(one);
  const auto* others = cloud_of(other);
  return cloud != nullptr && others != nullptr && cloud->vaults == others->vaults;
}

}  // namespace jwtkeep::destination
