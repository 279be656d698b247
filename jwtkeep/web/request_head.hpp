// The head of a request, read strictly (RFC 9112). Internal to this room and its fuzz target.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "jwtkeep/web/refusal.hpp"

namespace jwtkeep::web {

/// Bytes within the head; they may move, so no pointer is kept.
struct Place {
  std::uint32_t from = 0;
  std::uint32_t size = 0;

  [[nodiscard]] std::string_view in(std::string_view bytes) const noexcept { return bytes.substr(from, size); }
};

struct FieldPlace {
  Place name;
  Place value;  ///< without white space around it
};

enum class Framing : std::uint8_t { none, length, chunked };

inline constexpr std::size_t kMostFields = 100;  ///< a browser sends about 20
inline constexpr std::size_t kLongestTarget = std::size_t{8}
                                              << 10;  ///< bytes; RFC 9112 section 3 asks for 8000 at least

struct RequestHead {
  Place method;
  Place target;  ///< path and query; of an absolute form without its authority
  std::vector<FieldPlace> fields;
  Framing framing = Framing::none;
  std::uint64_t content_length = 0;
  bool http_1_0 = false;
  bool keep_alive = true;  ///< as the client wants it
  bool expects_continue = false;
};

enum class HeadEnd : std::uint8_t { more, found, broken };

/// Looks for the empty line behind a head in `bytes` from `scanned` on, which becomes the place to go on from, or the
/// head's size once found. `broken`: a line feed without its carriage return, which some readers take for a line's end
/// and others do not (RFC 9112 section 2.2), or a first byte that no method has, such as TLS's on a plain port.
HeadEnd find_head_end(std::string_view bytes, std::size_t& scanned) noexcept;

/// Reads a whole head with its empty line. What is refused, and where readers are known to differ:
/// - 400: a space before a colon, folded lines, control characters and NUL, no Host or two (section 3.2), an absolute
///   target with another host, Content-Length twice or not of digits alone, or with Transfer-Encoding (6.3),
///   Transfer-Encoding in HTTP/1.0 (6.1) or with `chunked` twice;
/// - 414 for the target's length, 431 for the number of fields;
/// - 417: an expectation other than 100-continue; 501: any transfer coding besides `chunked`, CONNECT;
///   505: another version, HTTP/2's preface among them.
/// The body's size is not judged here. `head` keeps its memory from one call to the next.
std::optional<Refusal> read_head(std::string_view bytes, RequestHead& head);

/// Whether `text` is a field's line without its line end: a token, a colon at once, no control character.
bool is_field_line(std::string_view text) noexcept;

}  // namespace jwtkeep::web
