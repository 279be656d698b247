// kubectl's own settings: ~/.kube/config, and the files of KUBECONFIG.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/destination/surroundings.hpp"
#include "jwtkeep/http/client/client.hpp"

namespace jwtkeep::destination {

/// One context: a cluster, and who one is there.
struct KubeContext {
  std::string name;
  std::string server;            ///< `https://host:port`
  std::string ca_file = {};      ///< PEM; empty, together with `ca_pem`: the system's authorities
  std::string ca_pem = {};       ///< counts before the file
  std::string server_name = {};  ///< `tls-server-name`
  std::string token_file = {};   ///< counts before `token`
  base::SecretBytes token = {};
  std::shared_ptr<const http::ClientIdentity> identity = {};
};

/// A file of settings as it was read; all texts are guarded.
struct KubeconfigFile {
  std::string path;  ///< absolute; paths in it are taken from its folder
  base::Json content;
};

/// The context `named`, or the one that is current. Of several files the first that has an entry of a name counts, as
/// it does for kubectl. Nothing where there is no file, or none of them names a current context.
///
/// What jwtkeep does not do is refused with the reason, never passed over: programs that get a token (`exec`,
/// `auth-provider`), passwords, another user's name (`as`), no check of the server's certificate, a proxy.
/// `surroundings` gives the files of keys and certificates. Errors: `not_found` (the context, or what it names),
/// `bad_value`, those of the files.
base::Result<std::optional<KubeContext>> kube_context(const std::vector<KubeconfigFile>& files,
                                                      const std::optional<std::string>& named,
                                                      const Surroundings& surroundings);

/// The files of KUBECONFIG (between colons), or ~/.kube/config; those that are not there are passed over.
/// Errors: those of `parse_yaml` and `Surroundings::file`.
base::Result<std::vector<KubeconfigFile>> kubeconfig_files(const Surroundings& surroundings);

}  // namespace jwtkeep::destination
