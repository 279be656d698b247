#include "jwtkeep/destination/vault/call.hpp"

#include <fmt/format.h>

#include "jwtkeep/base/json.hpp"

namespace jwtkeep::destination {
namespace {

using base::Json;
using base::SecretBytes;
using http::Method;

/// KV itself takes values of 1 MiB at most in raft storage; a listing of versions has about 120 bytes for each.
constexpr std::size_t kMostBytes = std::size_t{4} << 20;
constexpr std::chrono::milliseconds kTotal{10'000};
constexpr std::chrono::milliseconds kConnect{5'000};

std::string path_of(const VaultRing& ring, std::string_view part) {
  return fmt::format("{}/{}/{}", ring.mount, part, ring.path);
}

SecretBytes text_of(const Json& body) { return base::write_with_secrets(body, false); }

}  // namespace

VaultCall ask_mount(std::string_view scope, std::string_view name) {
  return {.path = fmt::format("sys/internal/ui/mounts/{}/{}", scope, name), .needs = "any capability"};
}

VaultCall read_newest(const VaultRing& ring) { return {.path = path_of(ring, "data"), .needs = "\"read\""}; }

VaultCall write_newest(const VaultRing& ring, const SecretBytes& object, std::uint64_t cas) {
  base::SecretBuilder body;
  body.append(fmt::format(R"({{"options":{{"cas":{}}},"data":)", cas)).append(object).append(std::string_view("}"));
  return {.method = Method::post,
          .path = path_of(ring, "data"),
          .needs = cas == 0 ? R"("create" and "update")" : "\"update\"",
          .body = body.take(),
          .body_is_secret = true,
          .repeatable = false};
}

VaultCall write_marks(const VaultRing& ring, const Marks& marks) {
  return {.method = Method::patch,
          .path = path_of(ring, "metadata"),
          .needs = "\"patch\"",
          .body = text_of(Json::object({{"custom_metadata", Json::object({{"managed-by", "jwtkeep"},
                                                                          {"keyring", marks.keyring},
                                                                          {"revision", std::to_string(marks.revision)},
                                                                          {"digest", marks.digest}})}})),
          .merges = true};
}

VaultCall list_versions(const VaultRing& ring) { return {.path = path_of(ring, "metadata"), .needs = "\"read\""}; }

VaultCall destroy_versions(const VaultRing& ring, const std::vector<std::uint64_t>& versions) {
  auto list = Json::array();
  for (const auto version : versions) list.push(Json(version));
  return {.method = Method::put,
          .path = path_of(ring, "destroy"),
          .needs = "\"update\"",
          .body = text_of(Json::object({{"versions", std::move(list)}}))};
}

VaultCall log_in(const VaultSettings& settings, SecretBytes credential) {
  // Not repeated: a secret_id may be good for a single login.
  return {.method = Method::post,
          .path = fmt::format("auth/{}/login", settings.auth_mount),
          .body = std::move(credential),
          .body_is_secret = true,
          .repeatable = false};
}

VaultCall look_up_token() { return {.path = "auth/token/lookup-self", .needs = "\"read\""}; }

VaultCall renew_token() {
  return {.method = Method::post,
          .path = "auth/token/renew-self",
          .needs = "\"update\"",
          .body = SecretBytes::copy_of(std::string_view("{}"))};
}

base::Result<http::Request> request_of(const VaultCall& call, const VaultSettings& settings, const SecretBytes& token) {
  std::string base = settings.server.text();
  while (base.ends_with('/')) base.pop_back();
  JWTKEEP_TRY(auto url, http::Url::parse(base + "/v1/" + call.path));
  http::Request request{.method = call.method, .url = std::move(url)};
  // Agents and proxies may ask for it, so that no page in a browser can send them requests.
  request.fields.push_back({"X-Vault-Request", SecretBytes::copy_of(std::string_view("true"))});
  if (!settings.vault_namespace.empty()) {
    request.fields.push_back({"X-Vault-Namespace", SecretBytes::copy_of(settings.vault_namespace)});
  }
  if (!token.empty()) request.fields.push_back({"X-Vault-Token", token.clone()});
  if (!call.body.empty()) {
    const std::string_view type = call.merges ? "application/merge-patch+json" : "application/json";
    request.fields.push_back({"Content-Type", SecretBytes::copy_of(type)});
    request.body = call.body.clone();
  }
  request.limits.total = kTotal;
  request.limits.connect = kConnect;
  request.limits.body_bytes = kMostBytes;
  return request;
}

}  // namespace jwtkeep::destination
