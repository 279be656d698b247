// Showing a secret without showing it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/scan/span.hpp"

namespace jwtkeep::scan {

/// Of 16 bytes and more the first and the last two, of 8 and more the first and the last one, of less nothing; eight
/// stars between them, so that its length is not told here.
std::string masked(std::string_view secret);

struct MaskedLine {
  std::string text;            ///< valid UTF-8, no control characters; `...` where it was cut
  std::size_t mask_begin = 0;  ///< where the mask of the asked one stands, in bytes of `text`
  std::size_t mask_end = 0;
};

/// The line of `text` on which `one` begins, at most about 200 bytes around it. Each of `secrets` (by place, `one`
/// among them) is masked in it wherever it stands, and what else has the same characters.
MaskedLine masked_line(std::string_view text, const Span& one, std::span<const Span> secrets, bool reveal);

}  // namespace jwtkeep::scan
