// What a program shows to be let in: made once, shown once, and kept as a digest.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::access {

/// `jka_ID_SECRET_CHECK`: an id in the clear, by which it is looked up, 256 random bits, and a checksum by which a
/// scanner tells it from anything else and a person learns that a character was lost. All of `0-9a-zA-Z`, so that a
/// double click takes it whole.
struct NewAccessToken {
  std::string id;          ///< 12 characters, no secret
  base::SecretBytes text;  ///< the whole token
  base::Bytes digest;      ///< 32 bytes: SHA-256 of the secret part's characters
};

/// From the CSPRNG.
NewAccessToken make_access_token();

/// One that was shown, taken apart.
struct ShownAccessToken {
  std::string id;
  base::Bytes digest;  ///< SHA-256, as above: the secret itself has 256 bits, so that no slow hash is needed
};

/// Errors: `malformed` (not of this form, or its checksum is wrong). Takes the same time for every secret part.
base::Result<ShownAccessToken> read_access_token(base::ByteView text);

inline constexpr std::string_view kAccessTokenPrefix = "jka_";
inline constexpr std::size_t kAccessTokenChars = 4 + 12 + 1 + 43 + 1 + 6;

}  // namespace jwtkeep::access
