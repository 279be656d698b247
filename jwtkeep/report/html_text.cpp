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

std::string_view escaped(std::string_view character) {
  switch (character.front()) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: break;
  }
  const auto byte = static_cast<unsigned char>(character.front());
  const bool is_control = (byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7f;
  return is_control ? kReplacement : character;
}

}  // namespace

std::string html_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto size = character_size(text);
    out += size == 0 ? kReplacement : escaped(text.substr(0, size));
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return out;
}

std::string utf8_text(std::string_view text) {
  if (base::is_utf8(base::as_bytes(text))) return std::string(text);
  std::string out;
  while (!text.empty()) {
    const auto size = character_size(text);
    out += size == 0 ? kReplacement : text.substr(0, size);
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return out;
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
