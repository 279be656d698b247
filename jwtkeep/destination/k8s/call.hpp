// The calls of Kubernetes' API that are made, before anything is sent. Internal to this room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/destination/k8s/settings.hpp"
#include "jwtkeep/destination/place.hpp"
#include "jwtkeep/destination/variable.hpp"
#include "jwtkeep/http/message.hpp"

namespace jwtkeep::destination {

/// Under which name jwtkeep's fields are its own (server-side apply).
inline constexpr std::string_view kFieldManager = "jwtkeep";

struct KubeRing {
  std::string name_space;
  std::string name;

  [[nodiscard]] std::string text() const { return name_space + "/" + name; }
};

struct KubeCall {
  http::Method method = http::Method::get;
  std::string target;          ///< path and query
  std::string_view verb = {};  ///< as a Role names it, for messages: `patch`
  KubeRing ring = {};          ///< that is meant
  std::string_view media_type = {};
  base::SecretBytes body = {};
  bool body_is_secret = false;  ///< what the server says to it is then not repeated: it may quote it
  bool repeatable = false;      ///< may be sent again after no answer
};

// https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/secret-v1/
KubeCall read_secret(const KubeRing& ring);
/// Makes it where there is none: the one call that cannot hit an object that was not seen.
KubeCall create_secret(const KubeRing& ring, const std::vector<Variable>& variables, const Marks& marks);
/// Server-side apply over the version that was seen; `force` takes fields from other managers.
/// https://kubernetes.io/docs/reference/using-api/server-side-apply/
KubeCall apply_secret(const KubeRing& ring, const std::vector<Variable>& variables, const Marks& marks,
                      std::string_view version, bool force);
/// Sets who manages which fields, over the version that was seen: what `k8s.io/client-go/util/csaupgrade` does.
KubeCall set_managers(const KubeRing& ring, const base::Json& managed_fields, std::string_view version);

/// The call as it is sent. Errors: `bad_value` where the URL gets too long.
base::Result<http::Request> request_of(const KubeCall& call, const KubeSettings& settings,
                                       const base::SecretBytes& token);

}  // namespace jwtkeep::destination
