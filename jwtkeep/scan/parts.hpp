// The parts of a long text that are worth reading.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "jwtkeep/scan/span.hpp"
#include "jwtkeep/scan/trigger.hpp"

namespace jwtkeep::scan {

/// A text of at most so many bytes is read as a whole.
inline constexpr std::size_t kWholeBytes = std::size_t{512} << 10;

struct Part {
  Span span;                       ///< of the text; from a line's beginning where one is near
  std::span<const Trigger> signs;  ///< the triggers within, by their offsets in the whole text
};

/// How much of a text that is not long is worth reading.
enum class Reach : std::uint8_t {
  whole,  ///< all of it
  near    ///< what stands around its triggers
};

/// All of a text that is not long, where it is asked for; else what stands around its triggers, which are given by
/// their offsets. Parts do not overlap, and each trigger is in one.
void split_into_parts(std::string_view text, std::span<const Trigger> triggers, Reach reach, std::vector<Part>& parts);

}  // namespace jwtkeep::scan
