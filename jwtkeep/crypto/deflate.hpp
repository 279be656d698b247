// Raw DEFLATE (RFC 1951) of secrets, with a bound on what comes out.
#pragma once

#include <cstddef>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::crypto {

/// The text compressed, without header or checksum. A text of more than 1 GiB ends the program.
base::SecretBytes deflate(const base::SecretBytes& text);

/// What decompression may cost.
struct InflateLimits {
  std::size_t size_bytes = std::size_t{256} << 10;  ///< of what comes out
  /// How many times as long as `compressed` the text may be once it has 4 KiB. DEFLATE itself ends at 1032; JSON seldom
  /// reaches 20.
  std::size_t ratio = 100;
};

/// The text of exactly one DEFLATE stream. Memory is taken as the text grows, a few KiB at a time, never by what the
/// stream promises. Errors: `too_large` as soon as a limit is passed, `malformed` for a stream that is broken, cut off
/// or has bytes behind its end.
base::Result<base::SecretBytes> inflate(const base::SecretBytes& compressed, const InflateLimits& limits = {});

}  // namespace jwtkeep::crypto
