// Text that strangers wrote, within HTML, JSON and URLs.
#pragma once

#include <string>
#include <string_view>

namespace jwtkeep::report {

/// `text` as it may stand between tags and within a quoted attribute: no character of it is markup. Control characters,
/// those that turn the direction of text (the bidirectional ones), and bytes that are no UTF-8 become U+FFFD.
std::string html_text(std::string_view text);

/// The same without a thought for markup.
std::string plain_text(std::string_view text);

/// `text` as UTF-8: bytes that are none become U+FFFD each. For JSON, which has no other.
std::string utf8_text(std::string_view text);

/// A path as it may stand in a URI (RFC 3986 section 3.3): every byte but the unreserved ones, `/` and `!` as `%41`.
std::string uri_path(std::string_view path);

}  // namespace jwtkeep::report
