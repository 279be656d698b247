// Characters, without a locale.
#pragma once

#include <algorithm>
#include <string_view>

namespace jwtkeep::scan {

constexpr bool is_upper(char c) noexcept { return c >= 'A' && c <= 'Z'; }
constexpr bool is_lower(char c) noexcept { return c >= 'a' && c <= 'z'; }
constexpr bool is_letter(char c) noexcept { return is_upper(c) || is_lower(c); }
constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_blank(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr bool is_word(char c) noexcept { return is_letter(c) || is_digit(c) || c == '_'; }
constexpr char to_lower(char c) noexcept { return is_upper(c) ? static_cast<char>(c + 0x20) : c; }

constexpr bool same_letters(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() && std::ranges::equal(a, b, {}, to_lower, to_lower);
}
constexpr bool starts_with_letters(std::string_view text, std::string_view with) noexcept {
  return text.size() >= with.size() && same_letters(text.substr(0, with.size()), with);
}
constexpr bool ends_with_letters(std::string_view text, std::string_view with) noexcept {
  return text.size() >= with.size() && same_letters(text.substr(text.size() - with.size()), with);
}
/// Whether `small`, in lower case, stands in `text` in any case. Short texts only.
constexpr bool has_letters(std::string_view text, std::string_view small) noexcept {
  return !std::ranges::search(text, small, {}, to_lower).empty();
}

constexpr std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace jwtkeep::scan
