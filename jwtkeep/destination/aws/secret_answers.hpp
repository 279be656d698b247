// What AWS Secrets Manager says of a secret.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::destination {

/// A version's content.
struct SecretValue {
  std::string version;
  base::SecretBytes text;  ///< a JSON object in its canonical form, any other string as it is, a binary's bytes
};

/// The answer of GetSecretValue. Errors: `io_failed`, without any of the content.
base::Result<SecretValue> read_secret_value(const base::SecretBytes& answer);

/// All but the content.
struct SecretState {
  bool deleted = false;                                 ///< scheduled for deletion
  bool rotation = false;                                ///< AWS rotates it, with a function of its own
  std::map<std::string, std::set<std::string>> stages;  ///< of each version that has any
  std::map<std::string, std::string> tags;

  /// The version that has this stage; where a server leaves it on two, the first of them.
  [[nodiscard]] std::optional<std::string> holder(const std::string& stage) const;
};

/// The answer of DescribeSecret. Errors: `io_failed`.
base::Result<SecretState> read_secret_state(const base::SecretBytes& answer);

}  // namespace jwtkeep::destination
