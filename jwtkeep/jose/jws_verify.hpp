// Signed payloads that are not JWT, verified: any bytes, in each form of a token, within it or apart (RFC 7515,
// RFC 7797). For JWT see jwt.hpp, which takes the compact form alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/jose/jws_token.hpp"
#include "jwtkeep/jose/key.hpp"

namespace jwtkeep::jose {

/// Which signatures of one token have to hold (RFC 7515 section 5.2 leaves it to the application).
enum class SignatureRule : std::uint8_t {
  only_one,  ///< a token with several is refused
  any,       ///< one suffices: the others may be strangers', or wrong
  all,       ///< every one that is there; a stranger may have taken others away, so see `min_signers`
};

/// What a reader allows. Silence is strict: without `algs`, and without `type` or `allow_any_type`, nothing is taken.
struct JwsPolicy {
  std::vector<Alg> algs = {};            ///< of the keys
  std::optional<std::string> type = {};  ///< the `typ` that has to be in the protected header (RFC 8725 section 3.11)
  bool allow_any_type = false;           ///< leaves that check out
  bool allow_json = false;               ///< the JSON forms too, whose headers the signature need not cover
  SignatureRule signatures = SignatureRule::only_one;
  std::size_t min_signers = 1;         ///< how many different keys' signatures have to hold
  bool allow_unencoded = false;        ///< `b64` with `crit` (RFC 7797)
  bool allow_unprotected_alg = false;  ///< `alg` in a header that the signature does not cover (RFC 7520 section 4.7)
  /// Extensions in `crit` that the caller understands: it looks at their members in the protected header itself, after
  /// the verification and before it uses the payload.
  std::vector<std::string> understood = {};
  JwsLimits limits = {};
};

/// A signature that held.
struct VerifiedSignature {
  JwsHeader header;  ///< anybody may have changed what is not in its `protected_part()`
  std::string kid;   ///< of the key that made it
  Alg alg;
};

/// Proof of a verification: only `verify_payload` and `verify_detached` can make one.
class VerifiedPayload {
 public:
  [[nodiscard]] const base::Bytes& bytes() const& noexcept { return bytes_; }
  [[nodiscard]] base::Bytes bytes() && noexcept { return std::move(bytes_); }
  /// Those that held, in the token's order: at least one.
  [[nodiscard]] const std::vector<VerifiedSignature>& signatures() const noexcept { return signatures_; }
  [[nodiscard]] const VerifiedSignature& first() const noexcept { return signatures_.front(); }

 private:
  friend class JwsVerifier;
  VerifiedPayload(base::Bytes bytes, std::vector<VerifiedSignature> signatures)
      : bytes_(std::move(bytes)), signatures_(std::move(signatures)) {}

  base::Bytes bytes_;
  std::vector<VerifiedSignature> signatures_;
};

/// Finds the key for one signature, by its `kid` where it has one. The token is not verified yet. Its errors
/// (`key_unknown`, `key_retired` ...) become the verification's.
using JwsKeyLookup = std::function<base::Result<VerifyKey>(const JwsHeader&)>;

/// The payload of a signed token of any form, once its signatures hold.
/// Errors: `too_large`, `malformed`, `duplicate_member` as in `UnverifiedJws::parse`, `malformed` also for a form or a
/// number of signatures that the policy does not take; `crit_unsupported`; those of the lookup; `alg_not_allowed` when
/// the header's `alg` is not the key's, not the policy's, or not protected; `key_mismatch`; `wrong_type`;
/// `bad_signature`, also when fewer than `min_signers` keys have signed; `bad_value` for a policy that says too little
/// or contradicts itself.
base::Result<VerifiedPayload> verify_payload(std::string_view token, const JwsKeyLookup& lookup,
                                             const JwsPolicy& policy);
base::Result<VerifiedPayload> verify_payload(std::string_view token, const VerifyKey& key, const JwsPolicy& policy);

/// The same for a token whose payload is given apart (RFC 7515 appendix F).
base::Result<VerifiedPayload> verify_detached(std::string_view token, base::ByteView payload,
                                              const JwsKeyLookup& lookup, const JwsPolicy& policy);
base::Result<VerifiedPayload> verify_detached(std::string_view token, base::ByteView payload, const VerifyKey& key,
                                              const JwsPolicy& policy);

}  // namespace jwtkeep::jose
