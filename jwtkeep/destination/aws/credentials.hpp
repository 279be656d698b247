// With what AWS is asked.
#pragma once

#include <optional>
#include <string>

#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/base/time.hpp"

namespace jwtkeep::destination {

struct AwsCredentials {
  std::string key_id;
  base::SecretBytes secret;
  base::SecretBytes session_token = {};       ///< of temporary ones; empty otherwise
  std::optional<base::Instant> expires = {};  ///< of temporary ones whose source tells it
  std::string source = {};                    ///< for messages: "the variable AWS_ACCESS_KEY_ID", "profile x of ..."

  /// Which ones, for messages, as the AWS CLI shows them: `****************MPLE`.
  [[nodiscard]] std::string shown_key_id() const {
    return "****************" + (key_id.size() >= 16 ? key_id.substr(key_id.size() - 4) : std::string());
  }
};

}  // namespace jwtkeep::destination
