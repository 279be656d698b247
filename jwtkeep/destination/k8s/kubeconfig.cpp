#include "jwtkeep/destination/k8s/kubeconfig.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <string_view>
#include <utility>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/destination/k8s/guarded_text.hpp"
#include "jwtkeep/destination/yaml_json.hpp"

namespace jwtkeep::destination {
namespace {

using base::fail;
using base::Json;
using base::Reason;
using base::Result;
using base::SecretBytes;

constexpr std::string_view kToken =
    "let `kubectl create token SERVICEACCOUNT` make a token, and name its file in JWTKEEP_KUBERNETES_TOKEN_FILE or as "
    "`tokenFile` of the user";

/// A named entry, `{name: NAME, cluster: {...}}`, and the file in which it stands.
struct Entry {
  const Json* content = nullptr;
  const KubeconfigFile* file = nullptr;

  [[nodiscard]] std::optional<std::string> text(std::string_view name) const {
    return public_text(content->find(name));
  }
  [[nodiscard]] const SecretBytes* guarded(std::string_view name) const {
    const auto* found = content->find(name);
    const auto* secret = found != nullptr ? found->secret() : nullptr;
    return secret != nullptr && !secret->empty() ? secret : nullptr;
  }
  [[nodiscard]] std::optional<std::string> path(std::string_view name) const {
    const auto found = text(name);
    if (!found) return std::nullopt;
    return (std::filesystem::path(file->path).parent_path() / *found).lexically_normal().string();
  }
  [[nodiscard]] bool has(std::string_view name) const {
    const auto* found = content->find(name);
    return found != nullptr && !found->is_null() && !(found->items() != nullptr && found->items()->empty()) &&
           !(found->secret() != nullptr && found->secret()->empty());
  }
};

Result<Entry> entry(const std::vector<KubeconfigFile>& files, std::string_view list, std::string_view kind,
                    const std::string& name) {
  for (const auto& file : files) {
    const auto* all = file.content.find(list);
    if (all == nullptr || all->items() == nullptr) continue;
    for (const auto& one : *all->items()) {
      const auto* content = one.find(kind);
      if (public_text(one.find("name")) == name && content != nullptr && content->is_object()) {
        return Entry{content, &file};
      }
    }
  }
  return fail(Reason::not_found, fmt::format("the kubeconfig has no {} called {}", kind, name),
              "look at `kubectl config view`");
}

bool is_true(const Json* value) { return value != nullptr && value->boolean() != nullptr && *value->boolean(); }

Result<SecretBytes> decoded(const Entry& entry, std::string_view name) {
  auto bytes = entry.guarded(name)->reveal([](base::ByteView text) { return base::base64_decode_secret(text); });
  if (!bytes)
    return fail(Reason::malformed, fmt::format("{} of {} is not base64", name, entry.file->path),
                "write it anew with `kubectl config`, or name a file in its place");
  return *std::move(bytes);
}

/// A PEM file without its private keys: many have certificates and key in one, and what is public leaves the guarded
/// memory.
std::string public_part(const SecretBytes& pem) {
  return pem.reveal([](base::ByteView bytes) {
    auto rest = base::as_text(bytes);
    std::string kept;
    while (true) {
      constexpr std::string_view kBegin = "-----BEGIN ";
      constexpr std::string_view kDashes = "-----";
      const auto begin = rest.find(kBegin);
      kept += rest.substr(0, begin);
      if (begin == std::string_view::npos) return kept;
      rest.remove_prefix(begin);
      const auto label = rest.substr(kBegin.size(), rest.find(kDashes, kBegin.size()) - kBegin.size());
      const auto end = "-----END " + std::string(label) + std::string(kDashes);
      const auto at = rest.find(end);
      const auto size = at == std::string_view::npos ? rest.size() : at + end.size();
      if (!label.contains("PRIVATE KEY")) kept += rest.substr(0, size);
      rest.remove_prefix(size);
    }
  });
}

Result<void> take_cluster(const Entry& cluster, KubeContext& context) {
  const auto& path = cluster.file->path;
  if (is_true(cluster.content->find("insecure-skip-tls-verify"))) {
    return fail(Reason::bad_value,
                fmt::format("insecure-skip-tls-verify of {} asks for no check of the server's certificate: whoever "
                            "stands in between would get the keys, so jwtkeep never does it",
                            path),
                "name the cluster's authority: certificate-authority, or ?ca=FILE in the address");
  }
  if (cluster.has("proxy-url")) {
    return fail(Reason::bad_value, fmt::format("proxy-url of {} names a proxy, which jwtkeep does not use", path),
                "use a context without one");
  }
  const auto server = cluster.text("server");
  if (!server)
    return fail(Reason::bad_value, fmt::format("a cluster of {} has no server", path),
                "name it: `kubectl config set-cluster NAME --server=https://...`");
  context.server = *server;
  context.server_name = cluster.text("tls-server-name").value_or("");
  if (cluster.guarded("certificate-authority-data") != nullptr) {
    JWTKEEP_TRY(const auto pem, decoded(cluster, "certificate-authority-data"));
    context.ca_pem = public_part(pem);
  } else {
    context.ca_file = cluster.path("certificate-authority").value_or("");
  }
  return {};
}

/// What would be done besides or instead of what jwtkeep does.
Result<void> refuse_what_is_not_done(const Entry& user) {
  struct Refused {
    std::string_view name;
    std::string_view why;
  };
  constexpr std::array kRefused{
      Refused{"exec", "runs a program for a token (exec)"},
      Refused{"auth-provider", "gets its token by an auth-provider"},
      Refused{"username", "logs in by a password, which Kubernetes has given up"},
      Refused{"password", "logs in by a password, which Kubernetes has given up"},
      Refused{"as", "acts in another user's name (as)"},
      Refused{"as-uid", "acts in another user's name (as)"},
      Refused{"as-groups", "acts in another user's name (as)"},
  };
  for (const auto& [name, why] : kRefused) {
    if (!user.has(name)) continue;
    return fail(Reason::bad_value, fmt::format("a user of {} {}, and jwtkeep does not", user.file->path, why),
                std::string(kToken));
  }
  return {};
}

Result<SecretBytes> pem_of(const Entry& user, std::string_view data, std::string_view file,
                           const Surroundings& surroundings) {
  if (user.guarded(data) != nullptr) return decoded(user, data);
  const auto path = user.path(file);
  if (!path) return SecretBytes();
  return surroundings.file(*path);
}

Result<void> take_user(const Entry& user, const Surroundings& surroundings, KubeContext& context) {
  JWTKEEP_CHECK(refuse_what_is_not_done(user));
  context.token_file = user.path("tokenFile").value_or("");
  if (const auto* token = user.guarded("token")) context.token = token->clone();
  JWTKEEP_TRY(auto certificates, pem_of(user, "client-certificate-data", "client-certificate", surroundings));
  JWTKEEP_TRY(auto key, pem_of(user, "client-key-data", "client-key", surroundings));
  if (certificates.empty() != key.empty()) {
    return fail(Reason::bad_value,
                fmt::format("a user of {} has a client {} and no {}", user.file->path,
                            key.empty() ? "certificate" : "key", key.empty() ? "key" : "certificate"),
                "give both: `kubectl config set-credentials NAME --client-certificate=FILE --client-key=FILE`");
  }
  if (key.empty()) return {};
  if (key.reveal([](base::ByteView text) { return base::as_text(text).contains("ENCRYPTED"); })) {
    return fail(Reason::bad_value, fmt::format("the client key of a user of {} is encrypted", user.file->path),
                "write it in the clear (`openssl pkey`), or use a token");
  }
  context.identity = std::make_shared<const http::ClientIdentity>(
      http::ClientIdentity{.certificates = public_part(certificates), .key = std::move(key)});
  return {};
}

}  // namespace

Result<std::optional<KubeContext>> kube_context(const std::vector<KubeconfigFile>& files,
                                                const std::optional<std::string>& named,
                                                const Surroundings& surroundings) {
  auto name = named;
  for (const auto& file : files) {
    if (!name) name = public_text(file.content.find("current-context"));
  }
  if (!name) return std::nullopt;
  KubeContext context{.name = *name, .server = {}};
  JWTKEEP_TRY(const auto about, entry(files, "contexts", "context", *name));
  JWTKEEP_TRY(const auto cluster, entry(files, "clusters", "cluster", about.text("cluster").value_or("")));
  JWTKEEP_CHECK(take_cluster(cluster, context));
  JWTKEEP_TRY(const auto user, entry(files, "users", "user", about.text("user").value_or("")));
  // A token's file counts before what is said of the user, so that one who logs in by a program can name it.
  if (!surroundings.variable("JWTKEEP_KUBERNETES_TOKEN_FILE")) {
    JWTKEEP_CHECK(take_user(user, surroundings, context));
  }
  return std::optional(std::move(context));
}

Result<std::vector<KubeconfigFile>> kubeconfig_files(const Surroundings& surroundings) {
  std::vector<KubeconfigFile> files;
  std::string usual;
  if (!surroundings.home.empty()) usual = surroundings.home + "/.kube/config";
  const auto all = surroundings.text("KUBECONFIG").value_or(usual);
  std::string_view rest = all;
  while (!rest.empty()) {
    const auto colon = std::min(rest.find(':'), rest.size());
    const std::string path(rest.substr(0, colon));
    rest.remove_prefix(std::min(colon + 1, rest.size()));
    if (path.empty()) continue;
    const auto text = surroundings.file(path);
    if (!text && text.error().reason == Reason::not_found) continue;
    if (!text) return std::unexpected(text.error());
    if (text->empty()) continue;
    JWTKEEP_TRY(auto content, parse_yaml(*text, path));
    files.push_back({.path = path, .content = std::move(content)});
  }
  return files;
}

}  // namespace jwtkeep::destination
