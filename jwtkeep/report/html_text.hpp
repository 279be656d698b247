// Text within HTML.
#pragma once

#include <string>
#include <string_view>

namespace jwtkeep::report {

/// `text` as it may stand between tags and within a quoted attribute: no character of it is markup. Control characters,
/// and bytes that are no UTF-8, become U+FFFD.
std::string html_text(std::string_view text);

}  // namespace jwtkeep::report
