// A Secret as Kubernetes answers it. Internal to this room.
#pragma once

#include <optional>
#include <string>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::destination {

struct KubeSecret {
  std::string version;     ///< its resourceVersion
  base::SecretBytes text;  ///< of jwtkeep's own variables, canonical
  bool is_immutable = false;
  std::string type = {};
  /// `managedFields` as they have to be before server-side apply can take away what an older rotation wrote; null where
  /// they are so already.
  base::Json managed_fields = {};
};

/// Nothing where it is no Secret.
///
/// Which variables are jwtkeep's own, it has written into an annotation; others have a place beside them and are not
/// looked at. A Secret without that annotation is another hand's, and is read whole.
///
/// What was made (POST) is managed by `Update`, and no later apply takes any of it away: managed fields of jwtkeep's
/// own under `Update` are turned into such under `Apply`.
std::optional<KubeSecret> read_secret_answer(const base::Json& body);

}  // namespace jwtkeep::destination
