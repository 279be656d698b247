// One variable of an environment.
#pragma once

#include <string>
#include <string_view>

#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::destination {

/// A name and its value, which stands in guarded memory, secret or not.
struct Variable {
  std::string name;
  base::SecretBytes value;
  bool secret = true;  ///< false for what may be shown: kid, alg, public keys, issuer
};

/// Whether `name` can name a variable everywhere: letters, digits and `_`, not beginning with a digit (POSIX.1-2017,
/// XBD 3.235).
bool is_variable_name(std::string_view name) noexcept;

}  // namespace jwtkeep::destination
