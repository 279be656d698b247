// What an API server's answer comes to, whatever was asked. Internal to this room.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/destination/k8s/call.hpp"
#include "jwtkeep/destination/k8s/settings.hpp"
#include "jwtkeep/http/message.hpp"

namespace jwtkeep::destination {

enum class KubeVerdict : std::uint8_t {
  done,          ///< 2xx
  absent,        ///< 404: no such Secret
  no_namespace,  ///< 404
  unknown_user,  ///< 401
  denied,        ///< 403: no role allows it
  exists,        ///< 409 AlreadyExists
  conflict,      ///< 409: another version stands there
  owned,         ///< 409: other managers have fields that were applied
  too_large,     ///< 413, or 422 "Too long"
  immutable,     ///< 422: `immutable: true` stands there, or another type
  busy,          ///< it says to come again later
  unclear,       ///< it failed while at it: what was asked may have been done
  refused,       ///< any other 4xx
  senseless,     ///< not what an API server answers
};

struct KubeAnswer {
  KubeVerdict verdict = KubeVerdict::senseless;
  int status = 0;
  base::Json body = {};                    ///< an object whose texts are guarded; null where there is none
  std::string reason = {};                 ///< Kubernetes' word, e.g. `Forbidden`
  std::string words = {};                  ///< the server's own, fit for a message
  std::string user = {};                   ///< who it takes one for, where it says so (403)
  std::vector<std::string> managers = {};  ///< that have the fields (`owned`)
};

/// Never fails: what is not understood is `senseless`. The shape of errors:
/// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/
KubeAnswer read_kube_answer(const http::Response& response);

/// The error of an answer that is not what the call hoped for. No message holds any of what was sent.
base::Error explain(const KubeAnswer& answer, const KubeCall& call, const KubeSettings& settings);

}  // namespace jwtkeep::destination
