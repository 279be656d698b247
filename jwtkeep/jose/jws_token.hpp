// A signed token taken apart (RFC 7515 section 3), in each of its three forms, its payload within it or apart.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/jose/jws_header.hpp"

namespace jwtkeep::jose {

struct JwsLimits {
  std::size_t size_bytes = std::size_t{64} << 10;  ///< of the whole token; a detached payload is the caller's own
  std::size_t signatures = 16;
};

/// One signature of a token.
struct JwsSignature {
  JwsHeader header;
  std::string protected_text;  ///< the protected header's base64url, as it stands in the token; empty where none does
  base::Bytes signature;
};

/// A token that has the right shape and nothing more: nobody has checked who wrote it.
class UnverifiedJws {
 public:
  /// The compact form, or JSON (general or flattened) when the first character is `{`: every part strict base64url,
  /// every header strict JSON, the headers of a signature disjoint. Members of the JSON that nobody knows are passed
  /// over (RFC 7515 section 7.2). Errors: `too_large` (before anything is decoded), `duplicate_member`, `malformed`:
  /// also for an encrypted token, for two equal signatures, when the signatures differ in `b64` (RFC 7797 section 3),
  /// and for an unencoded payload that does not fit the compact form.
  static base::Result<UnverifiedJws> parse(std::string_view token, const JwsLimits& limits = {});

  /// The same for a token without its payload, which is given apart (RFC 7515 appendix F). Errors: `malformed` also
  /// when the token has a payload that is not empty.
  static base::Result<UnverifiedJws> parse_detached(std::string_view token, base::ByteView payload,
                                                    const JwsLimits& limits = {});

  /// At least one; the compact and the flattened form have exactly one.
  [[nodiscard]] const std::vector<JwsSignature>& signatures() const noexcept { return signatures_; }
  [[nodiscard]] bool is_json() const noexcept { return is_json_; }
  [[nodiscard]] bool is_unencoded() const noexcept { return signatures_.front().header.is_unencoded(); }
  /// The characters that one of this token's signatures covers (RFC 7515 section 5.1, step 5; RFC 7797 section 3).
  [[nodiscard]] std::string signing_input(const JwsSignature& signature) const;

  /// The payload's bytes, which anybody may have written: to show to a person, never to decide by.
  [[nodiscard]] const base::Bytes& untrusted_payload() const& noexcept { return payload_; }
  [[nodiscard]] base::Bytes untrusted_payload() && noexcept { return std::move(payload_); }

 private:
  UnverifiedJws() = default;
  using Apart = std::optional<base::ByteView>;  ///< the detached payload
  static base::Result<UnverifiedJws> read(std::string_view token, Apart apart, const JwsLimits& limits);
  base::Result<void> read_compact(std::string_view token, Apart apart);
  base::Result<void> read_json(std::string_view token, Apart apart, const JwsLimits& limits);
  base::Result<void> add(std::string_view protected_text, const base::Json& unprotected, std::string_view signature);
  base::Result<void> take_payload(std::optional<std::string_view> text, Apart apart);

  std::vector<JwsSignature> signatures_;
  std::string encoded_payload_;  ///< as it is signed; empty where the payload itself is
  base::Bytes payload_;
  bool is_json_ = false;
};

}  // namespace jwtkeep::jose
