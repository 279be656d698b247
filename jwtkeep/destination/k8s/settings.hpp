// Which cluster is meant and who one is there: from an address, a pod's surroundings, or kubectl's settings.
#pragma once

#include <memory>
#include <string>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/destination/address.hpp"
#include "jwtkeep/destination/surroundings.hpp"
#include "jwtkeep/http/client/client.hpp"
#include "jwtkeep/http/url.hpp"

namespace jwtkeep::destination {

struct KubeSettings {
  http::Url server;
  std::string ca_file = {};
  std::string ca_pem = {};
  std::string server_name = {};
  std::string token_file = {};  ///< is read anew for each request: Kubernetes renews it
  base::SecretBytes token = {};
  std::shared_ptr<const http::ClientIdentity> identity = {};
  std::string source = {};  ///< where who one is comes from, for messages

  [[nodiscard]] std::string shown() const { return server.origin(); }
};

/// The cluster: the option `context` names one of kubectl's; otherwise the option `address`, the pod's own, or
/// kubectl's current context; options `address` and `ca` count before what a context says. Who one is: the file that
/// JWTKEEP_KUBERNETES_TOKEN_FILE names, or what comes with the cluster; with `address` alone the pod's service account,
/// or kubectl's current context.
/// Errors: `bad_value` with what was looked for, those of `kube_context`.
base::Result<KubeSettings> kube_settings(const Address& address, const Surroundings& surroundings);

/// The bearer token for one request; empty where a certificate is shown instead. Errors: those of `Surroundings::file`;
/// `bad_value` where it can stand in no header.
base::Result<base::SecretBytes> kube_token(const KubeSettings& settings, const Surroundings& surroundings);

}  // namespace jwtkeep::destination
