#include "jwtkeep/destination/k8s/answer.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "jwtkeep/destination/k8s/guarded_text.hpp"
#include "jwtkeep/destination/vault/server_words.hpp"

namespace jwtkeep::destination {
namespace {

using base::Json;

constexpr std::size_t kMostBytes = std::size_t{4} << 20;
constexpr std::size_t kMostManagers = 8;

const Json::Array& causes_of(const Json& body) {
  static const Json::Array none;
  const auto* causes = member(&body, {"details", "causes"});
  return causes != nullptr && causes->items() != nullptr ? *causes->items() : none;
}

/// Of `conflict with "kubectl-edit" using v1`: what stands between the first quotes.
std::string quoted(std::string_view text) {
  const auto open = text.find('"');
  if (open == std::string_view::npos) return {};
  text.remove_prefix(open + 1);
  return fit_for_message(text.substr(0, text.find('"')));
}

std::vector<std::string> managers_of(const Json& body) {
  std::vector<std::string> managers;
  for (const auto& cause : causes_of(body)) {
    if (public_text(cause.find("reason")) != "FieldManagerConflict" || managers.size() == kMostManagers) continue;
    auto manager = quoted(public_text(cause.find("message")).value_or(""));
    if (!manager.empty() && std::ranges::find(managers, manager) == managers.end()) managers.push_back(manager);
  }
  return managers;
}

KubeVerdict verdict_of_404(const Json& body) {
  const auto kind = public_text(member(&body, {"details", "kind"}));
  if (kind == "namespaces") return KubeVerdict::no_namespace;
  // A path that the server does not know is answered without a kind.
  return kind == "secrets" ? KubeVerdict::absent : KubeVerdict::refused;
}

KubeVerdict verdict_of_409(const Json& body, std::string_view reason) {
  if (reason == "AlreadyExists") return KubeVerdict::exists;
  if (!managers_of(body).empty()) return KubeVerdict::owned;
  return reason == "Conflict" ? KubeVerdict::conflict : KubeVerdict::refused;
}

KubeVerdict verdict_of_422(std::string_view words) {
  if (words.contains("Too long") || words.contains("must have at most")) return KubeVerdict::too_large;
  return words.contains("immutable") ? KubeVerdict::immutable : KubeVerdict::refused;
}

/// `is_status`: the body is Kubernetes' own object for what an answer says.
KubeVerdict verdict_of(int status, bool is_status, const Json& body, std::string_view reason, std::string_view words) {
  if (status >= 200 && status < 300) return body.is_object() && !is_status ? KubeVerdict::done : KubeVerdict::senseless;
  // These two come from what stands in front of the server as well, and need no body.
  if (status == 429 || status == 503) return KubeVerdict::busy;
  if (status == 413) return KubeVerdict::too_large;
  if (status >= 500 && status < 600) return KubeVerdict::unclear;
  if (!is_status || status < 400 || status >= 500) return KubeVerdict::senseless;
  switch (status) {
    case 401: return KubeVerdict::unknown_user;
    // Admission and quotas say no with 403, too.
    case 403: return words.contains(" cannot ") ? KubeVerdict::denied : KubeVerdict::refused;
    case 404: return verdict_of_404(body);
    case 409: return verdict_of_409(body, reason);
    case 422: return verdict_of_422(words);
    default: return KubeVerdict::refused;
  }
}

}  // namespace

KubeAnswer read_kube_answer(const http::Response& response) {
  KubeAnswer answer{.status = response.status};
  base::JsonLimits limits;
  limits.size_bytes = kMostBytes;
  limits.all_text_is_secret = true;
  auto body = base::parse_json(response.body, limits);
  if (body && body->is_object()) answer.body = *std::move(body);
  const bool is_status = public_text(answer.body.find("kind")) == "Status";
  std::string said;
  if (is_status) {
    answer.reason = fit_for_message(public_text(answer.body.find("reason")).value_or(""));
    said = public_text(answer.body.find("message")).value_or("");
    answer.words = fit_for_message(said);
  }
  answer.verdict = verdict_of(response.status, is_status, answer.body, answer.reason, said);
  if (answer.verdict == KubeVerdict::owned) answer.managers = managers_of(answer.body);
  if (answer.verdict == KubeVerdict::denied) {
    const auto user = said.find("User ");
    if (user != std::string::npos) answer.user = quoted(std::string_view(said).substr(user));
  }
  base::wipe({reinterpret_cast<std::uint8_t*>(said.data()), said.size()});
  return answer;
}

}  // namespace jwtkeep::destination
