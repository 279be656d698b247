// Who may do what.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "jwtkeep/access/grant.hpp"
#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/time.hpp"

namespace jwtkeep::access {

/// Shows an access token.
struct ByToken {
  std::string id;
  base::Bytes digest;  ///< 32 bytes
  friend bool operator==(const ByToken&, const ByToken&) = default;
};

/// Shows a client certificate (mTLS): the one with this fingerprint, whoever signed it.
struct ByCertificate {
  base::Bytes sha256;  ///< 32 bytes: of the certificate's DER
  friend bool operator==(const ByCertificate&, const ByCertificate&) = default;
};

/// Logs in with an OpenID provider: what it says of the person.
struct ByLogin {
  std::string issuer;
  std::string claim;  ///< `sub`, `email`, or one that lists groups
  std::string value;
  friend bool operator==(const ByLogin&, const ByLogin&) = default;
};

/// Asks at most so often; a burst may come at once.
struct RateLimit {
  std::uint32_t per_second = 0;  ///< 0: as often as it likes
  [[nodiscard]] bool is_set() const noexcept { return per_second != 0; }
  std::uint32_t burst = 0;
  friend bool operator==(const RateLimit&, const RateLimit&) = default;
};

struct Principal {
  std::string name;  ///< unique; for people and the audit trail
  std::variant<ByToken, ByCertificate, ByLogin> shows;
  std::vector<Grant> grants = {};
  base::Instant created_at{};
  std::optional<base::Instant> expires_at = {};
  std::optional<base::Instant> revoked_at = {};
  RateLimit rate = {};

  friend bool operator==(const Principal&, const Principal&) = default;
};

/// Whether the principal may do this now. Deny by default. Errors: `permission`, with what to ask for.
base::Result<void> check_right(const Principal& principal, Verb verb, std::string_view keyring);
/// The same for what is of no single keyring (the audit trail, access itself): a grant on `**` has it.
base::Result<void> check_right_on_all(const Principal& principal, Verb verb);
/// Whether it is let in at all. Errors: `expired`, `permission` (revoked).
base::Result<void> check_standing(const Principal& principal, base::Instant now);

/// Errors: `bad_value`: a name of 1 to 64 characters of `a-z 0-9 . _ - @`.
base::Result<void> check_principal_name(std::string_view name);

base::Json to_json(const Principal& principal);
/// Errors: `malformed`.
base::Result<Principal> principal_from_json(const base::Json& json);

}  // namespace jwtkeep::access
