#include "jwtkeep/report/html_text.hpp"

#include <algorithm>

#include "jwtkeep/base/bytes.hpp"

namespace jwtkeep::report {
namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";

/// How many bytes the character at the front takes; 0 where there is none.
std::size_t character_size(std::string_view text) {
  const auto most = std::min<std::size_t>(text.size(), 4);
  for (std::size_t size = 1; size <= most; ++size) {
    if (base::is_utf8(base::as_bytes(text.substr(0, size)))) return size;
  }
  return 0;
}

/// Whether a character does something where text is shown: controls (C0, DEL, C1) other than the ends of lines and
/// tabs, and those that turn the direction of the text after them, so that it reads as another one (UAX #9 section 2).
bool steers(std::string_view character) {
  const auto byte = static_cast<unsigned char>(character.front());
  if (character.size() == 1) return (byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7f;
  const auto last = static_cast<unsigned char>(character.back());
  if (character.size() == 2) return byte == 0xc2 && last < 0xa0;
  if (character.starts_with("\xe2\x80")) return last >= 0xaa && last <= 0xae;  // U+202A to U+202E
  return character.starts_with("\xe2\x81") && last >= 0xa6 && last <= 0xa9;    // U+2066 to U+2069
}

std::string_view escaped(std::string_view character) {
  switch (character.front()) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: break;
  }
  return steers(character) ? kReplacement : character;
}

/// Each character as `written` has it, and what is none as U+FFFD.
template <typename Written>
std::string each_character(std::string_view text, Written written) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto size = character_size(text);
    out += size == 0 ? kReplacement : written(text.substr(0, size));
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return out;
}

}  // namespace

std::string html_text(std::string_view text) { return each_character(text, escaped); }

std::string plain_text(std::string_view text) {
  return each_character(text, [](std::string_view character) { return steers(character) ? kReplacement : character; });
}

std::string utf8_text(std::string_view text) {
  if (base::is_utf8(base::as_bytes(text))) return std::string(text);
  return each_character(text, [](std::string_view character) { return character; });
}

std::string uri_path(std::string_view path) {
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/!";
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : path) {
    if (kPlain.contains(c)) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out.append({'%', kDigits[byte >> 4U], kDigits[byte & 15U]});
    }
  }
  return out;
}

}  // namespace jwtkeep::report
