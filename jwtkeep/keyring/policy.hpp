// A keyring's rules, above all the four durations that make rotation safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/jose/alg.hpp"

namespace jwtkeep::keyring {

/// What stands in `JWT_SECRET` (DESIGN, "Text or bytes").
enum class Form : std::uint8_t {
  text,   ///< the HMAC key is the printable text itself
  bytes,  ///< the text is base64url of the HMAC key and has to be decoded
};

std::string_view word(Form form) noexcept;
std::optional<Form> form_from_word(std::string_view text) noexcept;

/// A keyring's rules. The letters are those of DESIGN, "The life of a key".
struct Policy {
  jose::Alg alg = jose::Alg::HS256;
  Form form = Form::text;                                    ///< symmetric keyrings only
  base::Seconds token_lifetime = std::chrono::hours{1};      ///< T: the longest exp - iat any issuer gives
  base::Seconds skew = std::chrono::minutes{1};              ///< S: largest clock difference, and the verifiers' leeway
  base::Seconds propagation = std::chrono::minutes{10};      ///< P: from publishing until every verifier knows the key
  base::Seconds sign_propagation = std::chrono::minutes{5};  ///< Q: from activating until nobody signs with the old key
  base::Seconds rotate_every = std::chrono::days{30};        ///< how long a key signs
  base::Seconds retention = std::chrono::days{30};           ///< from retired until the material is destroyed
  bool standby = true;                                       ///< keep the next key published ahead
  std::optional<std::string> issuer;                         ///< `iss` that is written and demanded; nothing: any
  std::optional<std::string> audience;                       ///< `aud` that is written and demanded; nothing: any
  /// Who verifies with fetched keys, by the names of verifiers.tsv. P was set by them; a name that this jwtkeep does
  /// not know is kept, because another one does.
  std::vector<std::string> verifiers;

  friend bool operator==(const Policy&, const Policy&) = default;
};

/// The shortest time from publishing a key to signing with it: P + S.
base::Seconds publish_to_active(const Policy& policy) noexcept;
/// The shortest time from a key's supersession to its retirement: Q + T + 2S.
base::Seconds active_to_retired(const Policy& policy) noexcept;

/// Whether rotation can keep its promise under this policy. Errors: `bad_policy`, with the arithmetic.
base::Result<void> check(const Policy& policy);

base::Json to_json(const Policy& policy);
/// Reads what `to_json` writes; unknown members, wrong kinds and policies that `check` refuses are errors
/// (`bad_policy`, `malformed`).
base::Result<Policy> policy_from_json(const base::Json& json);

}  // namespace jwtkeep::keyring
