#include <fmt/format.h>

#include "jwtkeep/destination/k8s/answer.hpp"

namespace jwtkeep::destination {
namespace {

using base::Error;
using base::Reason;

/// `: <the server's words>`, where they may be repeated; its one word always may.
std::string said(const KubeAnswer& answer, const KubeCall& call) {
  const auto& words = call.body_is_secret || answer.words.empty() ? answer.reason : answer.words;
  return words.empty() ? std::string() : ": " + words;
}

Error denied(const KubeAnswer& answer, const KubeCall& call, const KubeSettings& settings) {
  const auto who = answer.user.empty() ? settings.source : answer.user;
  return {Reason::permission,
          fmt::format("no role allows {} this at {}: it needs the verb \"{}\" on secrets in the namespace {}", who,
                      settings.shown(), call.verb, call.ring.name_space),
          "add that to its Role: docs/destinations-kubernetes.md has one whole"};
}

}  // namespace

Error explain(const KubeAnswer& answer, const KubeCall& call, const KubeSettings& settings) {
  const auto server = settings.shown();
  const auto secret = call.ring.text();
  switch (answer.verdict) {
    case KubeVerdict::unknown_user:
      return {Reason::permission,
              fmt::format("{} does not know who asks (401): what {} shows has expired or is not of this cluster",
                          server, settings.source),
              "log in again, or renew the token"};
    case KubeVerdict::denied: return denied(answer, call, settings);
    case KubeVerdict::no_namespace:
      return {Reason::destination_failed, fmt::format("{} has no namespace {}", server, call.ring.name_space),
              fmt::format("make it (`kubectl create namespace {}`), or put the address right", call.ring.name_space)};
    case KubeVerdict::exists:
    case KubeVerdict::conflict:
      return {Reason::busy, fmt::format("the Secret {} at {} was changed by somebody else just now", secret, server),
              "it is read again and written the next time"};
    case KubeVerdict::owned:
      return {Reason::destination_failed,
              fmt::format("the Secret {} at {} has values that {} manages", secret, server,
                          fmt::join(answer.managers, ", ")),
              "one of both has to leave it alone"};
    case KubeVerdict::too_large:
      return {Reason::destination_failed, fmt::format("{} takes no Secret as large as {}", server, secret),
              "retire keys that are no longer needed"};
    case KubeVerdict::immutable:
      return {
          Reason::destination_failed,
          fmt::format("the Secret {} at {} is immutable, or of another type than Opaque: Kubernetes never changes it",
                      secret, server),
          fmt::format("delete it (`kubectl delete secret -n {} {}`) and let jwtkeep make it anew, or name another",
                      call.ring.name_space, call.ring.name)};
    case KubeVerdict::busy:
      return {Reason::busy,
              fmt::format("{} says to come again later ({}){}", server, answer.status, said(answer, call)),
              "the next run tries it again"};
    case KubeVerdict::unclear:
      return {Reason::io_failed,
              fmt::format("{} failed at the verb {} on the Secret {} ({}){}", server, call.verb, secret, answer.status,
                          said(answer, call)),
              "its own log says why"};
    case KubeVerdict::absent:
    case KubeVerdict::refused:
      return {Reason::destination_failed,
              fmt::format("{} refuses the verb {} on the Secret {} ({}){}", server, call.verb, secret, answer.status,
                          said(answer, call)),
              "an admission webhook or a quota may have said no: its own log says more"};
    case KubeVerdict::done:
    case KubeVerdict::senseless: break;
  }
  return {Reason::io_failed,
          fmt::format("{} does not answer the verb {} on the Secret {} as Kubernetes does ({})", server, call.verb,
                      secret, answer.status),
          "look whether this is the address of a Kubernetes API server"};
}

}  // namespace jwtkeep::destination
