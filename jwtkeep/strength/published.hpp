// Whether a secret is published, or made from a published one in a way that everybody tries. Internal to this room.
#pragma once

#include <optional>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/strength/known_index.hpp"

namespace jwtkeep::strength {

struct Published {
  Known known;
  double bits = 0;       ///< log2 of the guesses until it is found
  bool is_same = false;  ///< the published secret itself; else a variant of it
};

/// The published secret that `text` is: itself, or in other case, backwards, repeated to length, or with digits and
/// signs behind it.
std::optional<Published> published_text(base::ByteView text);

/// The published secret whose hex, base64 or base64url encodes `bytes`.
std::optional<Published> published_key(base::ByteView bytes);

/// Whether `bytes` are the MD5, SHA-1, SHA-256 or SHA-512 of a common word, or the MD5 or SHA-256 of a published
/// secret. Random bytes are it by chance once in 10^13.
bool is_digest_of_word(base::ByteView bytes);

/// What those take: one of the words, by one of the hashes.
inline constexpr double kBitsOfDigest = 19;

}  // namespace jwtkeep::strength
