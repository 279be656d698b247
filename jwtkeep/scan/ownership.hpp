// Whose a secret is. Given by whoever has a store or an inventory.
#pragma once

#include <string_view>
#include <vector>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/scan/finding.hpp"

namespace jwtkeep::scan {

/// Called by several threads at once.
class Ownership {
 public:
  Ownership() = default;
  Ownership(const Ownership&) = delete;
  Ownership& operator=(const Ownership&) = delete;
  virtual ~Ownership() = default;

  /// The keys whose HMAC key these bytes are. They are asked for as they stand and in each encoding.
  [[nodiscard]] virtual std::vector<Owner> of_secret(const base::SecretBytes& key) const = 0;
  /// The keys of this public JWK's thumbprint (RFC 7638).
  [[nodiscard]] virtual std::vector<Owner> of_key_pair(std::string_view thumbprint) const = 0;
  /// The keys that have signed this token; where no key is at hand to tell, those whose kid it names.
  [[nodiscard]] virtual std::vector<Owner> of_token(std::string_view token) const = 0;
};

}  // namespace jwtkeep::scan
