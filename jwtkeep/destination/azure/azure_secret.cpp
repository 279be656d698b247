#include "jwtkeep/destination/azure/azure_secret.hpp"

#include <algorithm>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/base/json.hpp"
#include "jwtkeep/destination/ring_json.hpp"
#include "jwtkeep/http/ascii.hpp"

namespace jwtkeep::destination {
namespace {

using base::fail;
using base::Json;
using base::Reason;
using base::Result;

std::unexpected<base::Error> not_understood(const char* why) {
  return fail(Reason::io_failed, "an answer of Key Vault cannot be understood: " + std::string(why));
}

/// One secret, whose value stays a secret.
Result<Json> bundle(const base::SecretBytes& answer) {
  base::JsonLimits limits;
  limits.secret_names = {"value"};
  auto json = base::parse_json(answer, limits);
  if (!json || !json->is_object()) return not_understood("it is no JSON object");
  return json;
}

/// The last part of `https://VAULT/secrets/NAME/VERSION`: 32 hex digits in practice. It stands in messages and URLs, so
/// it is held to letters and digits.
std::optional<std::string> version_of(const Json& answer) {
  const auto* id = answer.find("id") == nullptr ? nullptr : answer.find("id")->string();
  if (id == nullptr) return std::nullopt;
  const auto version = std::string_view(*id).substr(id->rfind('/') + 1);
  const auto path = id->find("/secrets/");
  const bool good = path != std::string::npos && std::ranges::count(id->substr(path), '/') == 3 && !version.empty() &&
                    version.size() <= 64 &&
                    std::ranges::all_of(version, [](char c) { return http::is_letter(c) || http::is_digit(c); });
  return good ? std::optional(std::string(version)) : std::nullopt;
}

AzureTags tags_of(const Json& answer) {
  AzureTags tags;
  const auto* members = answer.find("tags") == nullptr ? nullptr : answer.find("tags")->members();
  if (members == nullptr) return tags;
  for (const auto& [name, value] : *members) {
    if (value.string() != nullptr) tags[name] = *value.string();
  }
  return tags;
}

std::optional<AzureVersion> about(const Json& answer) {
  auto version = version_of(answer);
  if (!version) return std::nullopt;
  const auto* attributes = answer.find("attributes");
  const auto* enabled = attributes == nullptr ? nullptr : attributes->find("enabled");
  const bool is_enabled = enabled == nullptr || enabled->boolean() == nullptr || *enabled->boolean();
  return AzureVersion{.version = std::move(*version), .enabled = is_enabled, .tags = tags_of(answer)};
}

std::string_view path_of(const http::Url& url) {
  const std::string_view target = url.target();
  return target.substr(0, target.find('?'));
}

}  // namespace

Result<AzureVersion> read_azure_version(const base::SecretBytes& answer) {
  JWTKEEP_TRY(const auto json, bundle(answer));
  auto found = about(json);
  if (!found) return not_understood("it names no version");
  return *std::move(found);
}

Result<AzureSecret> read_azure_secret(const base::SecretBytes& answer) {
  JWTKEEP_TRY(const auto json, bundle(answer));
  auto found = about(json);
  if (!found) return not_understood("it has no id with a version");
  const auto* value = json.find("value");
  if (value == nullptr || value->secret() == nullptr) return not_understood("it has no value");
  auto canonical = canonical_object(*value->secret());
  return AzureSecret{*std::move(found), canonical ? *std::move(canonical) : value->secret()->clone()};
}

Result<AzureVersions> read_azure_versions(const base::SecretBytes& answer, const http::Url& asked) {
  const auto json = base::parse_json(answer);
  if (!json || !json->is_object()) return not_understood("it is no JSON object");
  AzureVersions page;
  const auto* items = json->find("value");
  if (items != nullptr && !items->is_null()) {
    if (items->items() == nullptr) return not_understood("its value is no list");
    for (const auto& item : *items->items()) {
      auto found = about(item);
      if (!found) return not_understood("an item of it has no id with a version");
      page.versions.push_back(*std::move(found));
    }
  }
  const auto* next = json->find("nextLink");
  if (next == nullptr || next->is_null()) return page;
  if (next->string() == nullptr) return not_understood("its nextLink is no text");
  if (next->string()->empty()) return page;
  const auto url = http::Url::parse(*next->string());
  if (!url || !http::same_origin(*url, asked) || path_of(*url) != path_of(asked)) {
    return not_understood("its nextLink leads to another place, and the token does not go there");
  }
  page.next = *url;
  return page;
}

}  // namespace jwtkeep::destination
