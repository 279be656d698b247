#include "jwtkeep/crack/candidates/lines.hpp"

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crack/candidates/encoding.hpp"

namespace jwtkeep::crack {
namespace {

constexpr std::string_view kHexBegin = "$HEX[";

}  // namespace

base::ByteView Lines::unhex(base::ByteView word) {
  if (!base::as_text(word).starts_with(kHexBegin)) return word;
  const auto digits = word.subspan(kHexBegin.size(), word.size() - kHexBegin.size() - 1);
  if (digits.empty()) return digits;
  const auto decoded = decode_word(Encoding::hex, digits, bytes_);
  in_place_ = !decoded.has_value();
  return decoded.value_or(word);
}

bool is_plain_word(base::ByteView word) {
  // hashcat writes in hex whatever is not printable, and `:`, which separates the fields of its potfile.
  const auto text = base::as_text(word);
  return base::is_printable_ascii(word) && text.find(':') == std::string_view::npos && !text.starts_with(kHexBegin);
}

std::string as_line(base::ByteView word) {
  if (is_plain_word(word)) return std::string(base::as_text(word));
  return std::string(kHexBegin) + base::hex_encode(word) + "]";
}

}  // namespace jwtkeep::crack
