// One login on its way: what ties its steps together (OpenID Connect Core 1.0 section 3.1.2.1, RFC 7636).
#pragma once

#include <string>

namespace jwtkeep::oidc {

/// Kept by the browser, sealed, while the person is at the provider.
struct Trial {
  std::string state;     ///< comes back with the answer: it is of a login that this browser began
  std::string nonce;     ///< stands in the ID token: it was made for this login
  std::string verifier;  ///< the code's other half, never sent to the browser's address line (RFC 7636 section 4.1)

  friend bool operator==(const Trial&, const Trial&) = default;
};

/// 256 bits each.
Trial new_trial();
/// `S256` of it (RFC 7636 section 4.2).
std::string challenge_of(const Trial& trial);

}  // namespace jwtkeep::oidc
