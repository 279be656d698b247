#include "jwtkeep/scan/detect/byte_list.hpp"

#include <algorithm>

#include "jwtkeep/scan/ascii.hpp"

namespace jwtkeep::scan {
namespace {

int hex_value(char c) noexcept {
  if (is_digit(c)) return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool begins_prefixed(std::string_view rest) noexcept {
  return rest.starts_with("0x") || rest.starts_with("0X") || rest.starts_with("\\x") || rest.starts_with("\\X") ||
         rest.starts_with("&H");
}

}  // namespace

ByteList::ByteList(std::string_view text, std::size_t at) noexcept : text_(text), at_(at), end_(at) {
  const auto rest = text.substr(at, 8);
  if (begins_prefixed(rest)) {
    style_ = Style::prefixed_hex;
  } else if (rest.find(',') != std::string_view::npos) {
    style_ = Style::decimal;
  }
}

bool ByteList::read(std::size_t count, Characters& into) {
  for (; count > 0; --count) {
    const auto byte = next();
    if (!byte) return false;
    into.push_back(static_cast<char>(*byte));
    end_ = at_;
  }
  return true;
}

std::optional<unsigned> ByteList::next() noexcept {
  skip_separators();
  if (style_ == Style::decimal) return decimal();
  if (style_ == Style::prefixed_hex) {
    if (!begins_prefixed(text_.substr(std::min(at_, text_.size()), 2))) return std::nullopt;
    at_ += 2;
  }
  return hex_pair();
}

std::optional<unsigned> ByteList::hex_pair() noexcept {
  const auto rest = text_.substr(std::min(at_, text_.size()), 2);
  if (rest.empty() || hex_value(rest[0]) < 0) return std::nullopt;
  const int high = hex_value(rest[0]);
  const int low = rest.size() == 2 ? hex_value(rest[1]) : -1;
  if (low < 0) {
    if (style_ == Style::plain_hex) return std::nullopt;  // `0x3` is a byte, a single digit of a run is none
    ++at_;
    return static_cast<unsigned>(high);
  }
  at_ += 2;
  return static_cast<unsigned>(high * 16 + low);
}

std::optional<unsigned> ByteList::decimal() noexcept {
  if (at_ >= text_.size()) return std::nullopt;
  const bool negative = text_[at_] == '-';
  if (negative) ++at_;
  int value = 0;
  std::size_t digits = 0;
  for (; at_ < text_.size() && is_digit(text_[at_]) && digits < 4; ++at_, ++digits)
    value = value * 10 + (text_[at_] - '0');
  if (digits == 0 || digits > 3) return std::nullopt;
  if (negative ? value > 128 : value > 255) return std::nullopt;
  return static_cast<unsigned>((negative ? -value : value) & 0xff);
}

void ByteList::skip_separators() noexcept {
  constexpr std::string_view kBetween = " \t\r\n,:\"'+`";
  constexpr std::size_t kLongestComment = 200;
  while (at_ < text_.size()) {
    const auto rest = text_.substr(at_);
    if (kBetween.contains(rest[0])) {
      ++at_;
    } else if (rest.starts_with("(byte)")) {
      at_ += 6;
    } else if (rest.starts_with("//") || rest.starts_with("#")) {
      at_ += std::min(rest.find('\n'), std::min(rest.size(), kLongestComment));
    } else if (rest.starts_with("/*")) {
      at_ += std::min(rest.find("*/", 2), std::min(rest.size(), kLongestComment) - 2) + 2;
    } else if (rest.starts_with("\\\n") || rest.starts_with("\\n")) {
      at_ += 2;
    } else {
      return;
    }
  }
}

}  // namespace jwtkeep::scan
