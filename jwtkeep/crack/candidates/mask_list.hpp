// hashcat's .hcmask files: one mask a line, with the custom charsets it needs.
#pragma once

#include <string_view>
#include <vector>

#include "jwtkeep/crack/candidates/mask.hpp"

namespace jwtkeep::crack {

/// Lines `[?1,][?2,][?3,][?4,]mask`; `\,` is a comma, `\#` a `#` at a line's beginning; empty lines and those that
/// begin with `#` are passed over. What a line does not define, `custom` does. `name` stands before each error. Errors:
/// `bad_value` with line and place.
base::Result<std::vector<Mask>> parse_mask_list(std::string_view text, const CustomCharsets& custom,
                                                std::string_view name);

}  // namespace jwtkeep::crack
