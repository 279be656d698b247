#include "jwtkeep/crack/candidates/mark.hpp"

#include <algorithm>

#include "jwtkeep/base/bytes.hpp"

namespace jwtkeep::crack {
namespace {

constexpr std::size_t kShownBefore = 40;
constexpr std::size_t kShown = 72;

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U; }

}  // namespace

std::string mark(std::string_view text, std::size_t position) {
  position = std::min(position, text.size());
  const auto from = position > kShownBefore ? position - kShownBefore : 0;
  std::string shown(text.substr(from, kShown));
  const bool utf8 = base::is_utf8(base::as_bytes(shown));
  std::size_t column = 0;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    // A character counts as one column where the text can be shown as it stands.
    if (i < position - from && !(utf8 && continues(shown[i]))) ++column;
    const auto byte = static_cast<unsigned char>(shown[i]);
    if (byte < 0x20 || byte == 0x7f || (!utf8 && byte > 0x7e)) shown[i] = '?';
  }
  return "\n" + shown + "\n" + std::string(column, ' ') + "^";
}

}  // namespace jwtkeep::crack
