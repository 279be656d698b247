#include "jwtkeep/destination/k8s/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "jwtkeep/destination/k8s/kubeconfig.hpp"

namespace jwtkeep::destination {
namespace {

using base::fail;
using base::Reason;
using base::Result;
using base::SecretBytes;

// https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/#directly-accessing-the-rest-api
constexpr const char* kAccountToken = "/var/run/secrets/kubernetes.io/serviceaccount/token";
constexpr const char* kAccountCa = "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt";

Result<http::Url> server_of(const std::string& text, std::string_view by) {
  constexpr const char* kHint = "write it like https://kube.example:6443";
  auto url = http::Url::parse(text);
  if (!url) return fail(Reason::bad_value, fmt::format("{}: {}", by, url.error().what), kHint);
  if (url->target().contains('?')) {
    return fail(Reason::bad_value, fmt::format("{}: a server's address has no query", by), kHint);
  }
  return url;
}

/// `https://10.0.0.1:443` of a pod's variables.
std::optional<std::string> pod_server(const Surroundings& surroundings) {
  const auto host = surroundings.text("KUBERNETES_SERVICE_HOST");
  const auto port = surroundings.text("KUBERNETES_SERVICE_PORT");
  if (!host || !port) return std::nullopt;
  return host->contains(':') ? fmt::format("https://[{}]:{}", *host, *port)
                             : fmt::format("https://{}:{}", *host, *port);
}

Result<std::optional<KubeContext>> context_of(const Surroundings& surroundings,
                                              const std::optional<std::string>& named) {
  JWTKEEP_TRY(const auto files, kubeconfig_files(surroundings));
  return kube_context(files, named, surroundings);
}

/// The first that is there of what may be shown.
void take_who(KubeContext context, KubeSettings& settings) {
  settings.token_file = std::move(context.token_file);
  settings.token = std::move(context.token);
  settings.identity = std::move(context.identity);
  settings.source = fmt::format("the context {} of the kubeconfig", context.name);
}

Result<KubeSettings> of_context(KubeContext context) {
  JWTKEEP_TRY(auto server, server_of(context.server, fmt::format("the server of the context {}", context.name)));
  KubeSettings settings{.server = std::move(server)};
  settings.ca_file = std::move(context.ca_file);
  settings.ca_pem = std::move(context.ca_pem);
  settings.server_name = std::move(context.server_name);
  if (!settings.server_name.empty()) {
    const auto named = http::Url::parse("https://" + settings.server_name + "/");
    if (!named || named->host() != settings.server_name || named->host_is_address()) {
      return fail(Reason::bad_value,
                  fmt::format("the tls-server-name of the context {} is no name of a server", context.name),
                  "write a DNS name in lower case");
    }
  }
  take_who(std::move(context), settings);
  return settings;
}

Result<KubeSettings> of_pod(const std::string& server) {
  JWTKEEP_TRY(auto url, server_of(server, "KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT"));
  return KubeSettings{.server = std::move(url),
                      .ca_file = kAccountCa,
                      .token_file = kAccountToken,
                      .source = "the pod's service account"};
}

Result<KubeSettings> of_address(const std::string& server, const Surroundings& surroundings) {
  JWTKEEP_TRY(auto url, server_of(server, "address"));
  KubeSettings settings{.server = std::move(url)};
  if (surroundings.variable("JWTKEEP_KUBERNETES_TOKEN_FILE")) return settings;
  if (surroundings.file(kAccountToken)) {
    settings.token_file = kAccountToken;
    settings.source = "the pod's service account";
    return settings;
  }
  JWTKEEP_TRY(auto context, context_of(surroundings, std::nullopt));
  if (context) take_who(*std::move(context), settings);
  return settings;
}

Result<KubeSettings> cluster_of(const Address& address, const Surroundings& surroundings) {
  if (const auto named = address.option("context")) {
    JWTKEEP_TRY(auto context, context_of(surroundings, named));
    return of_context(*std::move(context));
  }
  if (const auto server = address.option("address")) return of_address(*server, surroundings);
  if (const auto server = pod_server(surroundings)) return of_pod(*server);
  JWTKEEP_TRY(auto context, context_of(surroundings, std::nullopt));
  if (context) return of_context(*std::move(context));
  return fail(Reason::bad_value,
              fmt::format("{} does not say which cluster is meant, and neither a pod's KUBERNETES_SERVICE_HOST nor a "
                          "current context of KUBECONFIG or ~/.kube/config does",
                          address.text()),
              "add ?address=https://kube.example:6443 or ?context=NAME to it, or ?manifest=PATH for a file");
}

bool is_space(std::uint8_t byte) noexcept { return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r'; }

}  // namespace

Result<KubeSettings> kube_settings(const Address& address, const Surroundings& surroundings) {
  JWTKEEP_TRY(auto settings, cluster_of(address, surroundings));
  if (const auto server = address.option("address")) {
    JWTKEEP_TRY(settings.server, server_of(*server, "address"));
  }
  if (!settings.server.is_https()) {
    return fail(Reason::bad_value,
                fmt::format("{} is not https://, and a token would be readable on the way", settings.server.origin()),
                "write the address of the API server itself");
  }
  if (const auto file = address.option("ca")) {
    settings.ca_file = *file;
    settings.ca_pem.clear();
  }
  if (const auto file = surroundings.text("JWTKEEP_KUBERNETES_TOKEN_FILE")) {
    settings.token_file = *file;
    settings.source = "JWTKEEP_KUBERNETES_TOKEN_FILE";
    settings.identity.reset();
  }
  if (settings.token_file.empty() && settings.token.empty() && !settings.identity) {
    return fail(Reason::bad_value, fmt::format("there is nothing to show to {}", settings.shown()),
                "run in a pod with a service account, use a context of kubectl that has a token or a client "
                "certificate, or name a token's file in JWTKEEP_KUBERNETES_TOKEN_FILE");
  }
  return settings;
}

Result<SecretBytes> kube_token(const KubeSettings& settings, const Surroundings& surroundings) {
  SecretBytes found;
  std::string from = settings.source;
  if (!settings.token_file.empty()) {
    JWTKEEP_TRY(found, surroundings.file(settings.token_file));
    from = settings.token_file;
  } else if (!settings.token.empty()) {
    found = settings.token.clone();
  } else {
    return SecretBytes();
  }
  return found.reveal([&](base::ByteView bytes) -> Result<SecretBytes> {
    while (!bytes.empty() && is_space(bytes.front())) bytes = bytes.subspan(1);
    while (!bytes.empty() && is_space(bytes.back())) bytes = bytes.first(bytes.size() - 1);
    if (bytes.empty() || !base::is_printable_ascii(bytes) || std::ranges::any_of(bytes, is_space)) {
      return fail(Reason::bad_value, fmt::format("the token of {} is empty or holds what no token has", from),
                  "look at that file: it holds one token, and no blank or line break within");
    }
    return SecretBytes::copy_of(bytes);
  });
}

}  // namespace jwtkeep::destination
