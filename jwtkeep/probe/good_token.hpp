// The token that the verifier takes, which every forgery starts from.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/jose/alg.hpp"

namespace jwtkeep::probe {

/// A token taken apart. Nobody has verified it: that the verifier takes it is what the first control finds out.
struct GoodToken {
  std::string text;        ///< as it was given
  bool encrypted = false;  ///< five parts (RFC 7516 section 7.1): its claims cannot be read
  base::Json header;
  std::string payload;               ///< the claims' text; of an encrypted token, claims of our own
  base::Json claims;                 ///< the same, read; an empty object where they are no JSON object
  std::string alg;                   ///< as the header has it
  std::optional<jose::Alg> jws_alg;  ///< where that is a signature algorithm
  std::optional<std::string> kid;
  base::Bytes signature;  ///< empty where it is encrypted

  /// The first two parts with their dot. Not for an encrypted token.
  [[nodiscard]] std::string_view signing_input() const noexcept {
    return std::string_view(text).substr(0, text.rfind('.'));
  }
};

/// Errors: `malformed` for what is no token in compact form, `too_large` above 64 KiB, `alg_not_allowed` for a token
/// that is not signed at all.
base::Result<GoodToken> read_good_token(std::string_view compact, base::Instant now);

}  // namespace jwtkeep::probe
