#include "jwtkeep/destination/k8s/call.hpp"

#include <fmt/format.h>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/destination/k8s/secret_data.hpp"

namespace jwtkeep::destination {
namespace {

using base::Json;
using base::SecretBytes;
using http::Method;

/// 1 MiB of data in base64, and who manages which of it.
constexpr std::size_t kMostBytes = std::size_t{4} << 20;
constexpr std::chrono::milliseconds kTotal{10'000};
constexpr std::chrono::milliseconds kConnect{5'000};

std::string all_of(const KubeRing& ring) { return fmt::format("/api/v1/namespaces/{}/secrets", ring.name_space); }
std::string one_of(const KubeRing& ring) { return fmt::format("{}/{}", all_of(ring), ring.name); }

/// JSON is YAML too, which is what apply takes.
SecretBytes object_of(const KubeRing& ring, const std::vector<Variable>& variables, const Marks& marks,
                      std::string_view version) {
  auto annotations = Json::object();
  for (const auto& annotation : annotations_of(marks, variables)) {
    annotations.set(annotation.name, Json(annotation.value.clone()));
  }
  auto metadata = Json::object({{"name", ring.name}, {"namespace", ring.name_space}});
  if (!version.empty()) metadata.set("resourceVersion", version);
  metadata.set("annotations", std::move(annotations));
  auto data = Json::object();
  for (const auto& variable : variables) data.set(variable.name, Json(base::base64_encode_secret(variable.value)));
  auto object = Json::object({{"apiVersion", "v1"}, {"kind", "Secret"}, {"type", "Opaque"}});
  object.set("metadata", std::move(metadata));
  object.set("data", std::move(data));
  return base::write_with_secrets(object, false);
}

}  // namespace

KubeCall read_secret(const KubeRing& ring) {
  return {.target = one_of(ring), .verb = "get", .ring = ring, .repeatable = true};
}

KubeCall create_secret(const KubeRing& ring, const std::vector<Variable>& variables, const Marks& marks) {
  return {.method = Method::post,
          .target = fmt::format("{}?fieldManager={}", all_of(ring), kFieldManager),
          .verb = "create",
          .ring = ring,
          .media_type = "application/json",
          .body = object_of(ring, variables, marks, {}),
          .body_is_secret = true};
}

KubeCall apply_secret(const KubeRing& ring, const std::vector<Variable>& variables, const Marks& marks,
                      std::string_view version, bool force) {
  return {.method = Method::patch,
          .target = fmt::format("{}?fieldManager={}&force={}", one_of(ring), kFieldManager, force),
          .verb = "patch",
          .ring = ring,
          .media_type = "application/apply-patch+yaml",
          .body = object_of(ring, variables, marks, version),
          .body_is_secret = true};
}

KubeCall set_managers(const KubeRing& ring, const Json& managed_fields, std::string_view version) {
  const auto replace = [](const char* path, Json value) {
    return Json::object({{"op", "replace"}, {"path", path}, {"value", std::move(value)}});
  };
  const auto steps = Json::array(
      {replace("/metadata/managedFields", managed_fields), replace("/metadata/resourceVersion", Json(version))});
  return {.method = Method::patch,
          .target = fmt::format("{}?fieldManager={}", one_of(ring), kFieldManager),
          .verb = "patch",
          .ring = ring,
          .media_type = "application/json-patch+json",
          .body = base::write_with_secrets(steps, false),
          .body_is_secret = true};  // it holds none, but who refuses it saw the whole Secret
}

base::Result<http::Request> request_of(const KubeCall& call, const KubeSettings& settings, const SecretBytes& token) {
  std::string base = settings.server.text();
  while (base.ends_with('/')) base.pop_back();
  JWTKEEP_TRY(auto url, http::Url::parse(base + call.target));
  http::Request request{.method = call.method, .url = std::move(url)};
  request.fields.push_back({"Accept", SecretBytes::copy_of(std::string_view("application/json"))});
  if (!token.empty()) {
    base::SecretBuilder bearer;
    bearer.append("Bearer ").append(token);
    request.fields.push_back({"Authorization", bearer.take()});
  }
  if (!call.body.empty()) {
    request.fields.push_back({"Content-Type", SecretBytes::copy_of(call.media_type)});
    request.body = call.body.clone();
  }
  request.limits = {.total = kTotal, .connect = kConnect, .body_bytes = kMostBytes, .redirects = 0};
  return request;
}

}  // namespace jwtkeep::destination
