#include "jwtkeep/http/form.hpp"

#include "jwtkeep/http/ascii.hpp"

namespace jwtkeep::http {
namespace {

/// Calls `each(text)` for every byte as it is written.
template <class Each>
void encode(base::ByteView bytes, Each each) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  for (const auto byte : bytes) {
    const char c = static_cast<char>(byte);
    if (is_letter(c) || is_digit(c) || std::string_view("-._~").contains(c)) {
      each(std::string_view(&c, 1));
    } else {
      each(std::string_view("%"));
      each(kDigits.substr(byte >> 4U, 1));
      each(kDigits.substr(byte & 15U, 1));
    }
  }
}

}  // namespace

std::string percent_encoded(std::string_view text) {
  std::string encoded;
  encode(base::as_bytes(text), [&](std::string_view piece) { encoded += piece; });
  return encoded;
}

void append_percent_encoded(base::SecretBuilder& out, base::ByteView value) {
  encode(value, [&](std::string_view piece) { out.append(piece); });
}

Form& Form::add(std::string_view name, base::ByteView value) {
  if (text_.size() > 0) text_.append(std::string_view("&"));
  text_.append(name).append(std::string_view("="));
  append_percent_encoded(text_, value);
  return *this;
}

}  // namespace jwtkeep::http
