#include "jwtkeep/scan/code/literal.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace jwtkeep::scan::code {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const int lower = c | 0x20;
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

void append_utf8(Characters& out, std::uint32_t point) {
  if (point < 0x80) {
    out.push_back(static_cast<char>(point));
  } else if (point < 0x800) {
    out.push_back(static_cast<char>(0xc0U | (point >> 6)));
    out.push_back(static_cast<char>(0x80U | (point & 0x3fU)));
  } else if (point < 0x10000) {
    out.push_back(static_cast<char>(0xe0U | (point >> 12)));
    out.push_back(static_cast<char>(0x80U | ((point >> 6) & 0x3fU)));
    out.push_back(static_cast<char>(0x80U | (point & 0x3fU)));
  } else if (point < 0x110000) {
    out.push_back(static_cast<char>(0xf0U | (point >> 18)));
    out.push_back(static_cast<char>(0x80U | ((point >> 12) & 0x3fU)));
    out.push_back(static_cast<char>(0x80U | ((point >> 6) & 0x3fU)));
    out.push_back(static_cast<char>(0x80U | (point & 0x3fU)));
  }
}

/// Reads escapes; counts those that say a character by its number.
class Unescaper {
 public:
  explicit Unescaper(std::string_view text) : text_(text) {}

  Characters run() {
    while (i_ < text_.size()) {
      const char c = text_[i_++];
      if (c != '\\' || i_ >= text_.size()) {
        out_.push_back(c);
        continue;
      }
      escape(text_[i_++]);
    }
    return std::move(out_);
  }

  [[nodiscard]] std::size_t numbers() const noexcept { return numbers_; }

 private:
  /// Up to `most` hex digits at the reader's place.
  std::uint32_t hex(std::size_t most) {
    std::uint32_t value = 0;
    for (std::size_t n = 0; n < most && i_ < text_.size() && hex_digit(text_[i_]) >= 0; ++n) {
      value = value * 16 + static_cast<std::uint32_t>(hex_digit(text_[i_++]));
    }
    ++numbers_;
    return value;
  }

  std::uint32_t braced_or(std::size_t digits) {
    if (i_ < text_.size() && text_[i_] == '{') {
      ++i_;
      const auto value = hex(6);
      if (i_ < text_.size() && text_[i_] == '}') ++i_;
      return value;
    }
    return hex(digits);
  }

  void unicode() {
    while (i_ < text_.size() && text_[i_] == 'u') ++i_;  // Java takes several
    auto point = braced_or(4);
    if (point >= 0xd800 && point < 0xdc00 && text_.substr(i_, 2) == "\\u") {
      const auto back = i_;
      i_ += 2;
      const auto low = hex(4);
      if (low >= 0xdc00 && low < 0xe000) {
        point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
      } else {
        i_ = back;
      }
    }
    append_utf8(out_, point);
  }

  void escape(char c) {
    switch (c) {
      case 'n': out_.push_back('\n'); break;
      case 'r': out_.push_back('\r'); break;
      case 't': out_.push_back('\t'); break;
      case 'b': out_.push_back('\b'); break;
      case 'f': out_.push_back('\f'); break;
      case 'v': out_.push_back('\v'); break;
      case 'a': out_.push_back('\a'); break;
      case 'e': out_.push_back('\x1b'); break;
      case 'x': out_.push_back(static_cast<char>(braced_or(2))); break;
      case 'u': unicode(); break;
      case 'U': append_utf8(out_, hex(8)); break;
      case '\r':
        if (i_ < text_.size() && text_[i_] == '\n') ++i_;
        break;
      case '\n': break;
      default:
        if (c >= '0' && c <= '7') {
          auto value = static_cast<unsigned>(c - '0');
          std::size_t n = 1;
          while (n < 3 && i_ < text_.size() && text_[i_] >= '0' && text_[i_] <= '7') {
            value = value * 8 + static_cast<unsigned>(text_[i_++] - '0');
            ++n;
          }
          if (n > 1) ++numbers_;
          out_.push_back(static_cast<char>(value));
        } else {
          out_.push_back(c);
        }
    }
  }

  std::string_view text_;
  std::size_t i_ = 0;
  Characters out_;
  std::size_t numbers_ = 0;
};

/// Without the white space that all its lines begin with, and without the line break behind the opening quotes.
Characters dedented(std::string_view text) {
  if (text.starts_with("\r\n")) {
    text.remove_prefix(2);
  } else if (text.starts_with('\n')) {
    text.remove_prefix(1);
  }
  std::size_t common = text.size();
  for (std::size_t i = 0; i < text.size();) {
    const auto end = std::min(text.find('\n', i), text.size());
    const auto first = std::min(text.find_first_not_of(" \t\r", i), end);
    if (first < end || end == text.size()) common = std::min(common, first - i);
    i = end + 1;
  }
  Characters out;
  for (std::size_t i = 0; i < text.size();) {
    const auto end = std::min(text.find('\n', i), text.size());
    const auto from = std::min(i + common, end);
    out.append(text.substr(from, end - from));
    if (end + 1 < text.size()) out.push_back('\n');
    i = end + 1;
  }
  return out;
}

std::optional<Characters> from_base64(std::string_view text) {
  Characters out;
  std::uint32_t bits = 0;
  unsigned count = 0;
  std::size_t digits = 0;
  for (const char c : text) {
    std::uint32_t digit = 0;
    if (c >= 'A' && c <= 'Z') {
      digit = static_cast<std::uint32_t>(c - 'A');
    } else if (c >= 'a' && c <= 'z') {
      digit = static_cast<std::uint32_t>(c - 'a') + 26;
    } else if (c >= '0' && c <= '9') {
      digit = static_cast<std::uint32_t>(c - '0') + 52;
    } else if (c == '+' || c == '-') {
      digit = 62;
    } else if (c == '/' || c == '_') {
      digit = 63;
    } else if (c == '=' || c == '\n' || c == '\r' || c == ' ' || c == '\t') {
      continue;
    } else {
      return std::nullopt;
    }
    ++digits;
    bits = (bits << 6) | digit;
    count += 6;
    if (count >= 8) {
      count -= 8;
      out.push_back(static_cast<char>((bits >> count) & 0xffU));
    }
  }
  if (digits == 0 || digits % 4 == 1) return std::nullopt;
  return out;
}

std::optional<Characters> from_hex(std::string_view text) {
  Characters out;
  int high = -1;
  for (const char c : text) {
    if (c == ' ' || c == ':' || c == '\n' || c == '\r') continue;
    const int digit = hex_digit(c);
    if (digit < 0) return std::nullopt;
    if (high < 0) {
      high = digit;
    } else {
      out.push_back(static_cast<char>(high * 16 + digit));
      high = -1;
    }
  }
  if (high >= 0 || out.empty()) return std::nullopt;
  return out;
}

Characters from_percent(std::string_view text) {
  Characters out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0) {
      out.push_back(static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2])));
      i += 2;
    } else {
      out.push_back(text[i]);
    }
  }
  return out;
}

}  // namespace

void Values::add(Values other, bool as_fallback) {
  open |= other.open;
  for (auto& literal : other.literals) {
    if (literals.size() >= kMostValues) return;
    literal.fallback |= as_fallback;
    literals.push_back(std::move(literal));
  }
}

Literal literal_of(std::string_view text, const Token& token) {
  Literal literal;
  literal.span = {token.content_begin(), token.content_end()};
  literal.span.end = std::max(literal.span.end, literal.span.begin);
  const auto content = literal.span.of(text);
  const char quote = text[token.end - 1];
  switch (token.form) {
    case StringForm::raw: literal.value = Characters(content); break;
    case StringForm::escaped: {
      Unescaper unescaper(content);
      literal.value = unescaper.run();
      literal.encoded = unescaper.numbers() >= 4;
      break;
    }
    case StringForm::minimal:
      for (std::size_t i = 0; i < content.size(); ++i) {
        if (content[i] == '\\' && i + 1 < content.size() && (content[i + 1] == '\\' || content[i + 1] == quote)) ++i;
        literal.value.push_back(content[i]);
      }
      break;
    case StringForm::doubled:
      for (std::size_t i = 0; i < content.size(); ++i) {
        literal.value.push_back(content[i]);
        if (content[i] == quote && i + 1 < content.size() && content[i + 1] == quote) ++i;
      }
      break;
    case StringForm::block: {
      const auto plain = dedented(content);
      Unescaper unescaper(plain.view());
      literal.value = unescaper.run();
      break;
    }
  }
  return literal;
}

std::optional<Characters> decode(Decoder decoder, std::string_view text) {
  switch (decoder) {
    case Decoder::none: return std::nullopt;
    case Decoder::base64: return from_base64(text);
    case Decoder::hex: return from_hex(text);
    case Decoder::percent: return from_percent(text);
    case Decoder::rot13: {
      Characters out;
      for (const char c : text) {
        const char lower = static_cast<char>(c | 0x20);
        const bool letter = lower >= 'a' && lower <= 'z';
        out.push_back(!letter ? c : static_cast<char>(lower <= 'm' ? c + 13 : c - 13));
      }
      return out;
    }
    case Decoder::reversed: {
      Characters out;
      for (auto i = text.size(); i > 0; --i) out.push_back(text[i - 1]);
      return out;
    }
  }
  return std::nullopt;
}

}  // namespace jwtkeep::scan::code
