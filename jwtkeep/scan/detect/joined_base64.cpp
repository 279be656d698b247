#include "jwtkeep/scan/detect/joined_base64.hpp"

#include <algorithm>

#include "jwtkeep/scan/detect/loose_base64.hpp"

namespace jwtkeep::scan {
namespace {

constexpr std::size_t kLongestJoint = 160;  // between a closing quotation mark and the next opening one

bool is_blank(char c) noexcept { return c == ' ' || c == '\t' || c == '\r'; }
bool is_quote(char c) noexcept { return c == '"' || c == '\'' || c == '`'; }

std::optional<unsigned> hex_number(std::string_view digits) noexcept {
  if (digits.empty()) return std::nullopt;
  unsigned value = 0;
  for (const char c : digits) {
    const char lower = static_cast<char>(c | 0x20);
    if (c >= '0' && c <= '9') {
      value = value * 16 + static_cast<unsigned>(c - '0');
    } else if (lower >= 'a' && lower <= 'f') {
      value = value * 16 + static_cast<unsigned>(lower - 'a' + 10);
    } else {
      return std::nullopt;
    }
  }
  return value;
}

class Reader {
 public:
  Reader(std::string_view text, std::size_t at, std::string_view line_prefix, std::size_t limit)
      : text_(text), at_(at), line_prefix_(line_prefix), limit_(limit) {
    out_.end = at;
  }

  JoinedBase64 read() {
    while (at_ < text_.size() && step()) {
    }
    out_.stop = std::min(at_, text_.size());
    out_.at_text_end = at_ >= text_.size();
    return std::move(out_);
  }

 private:
  /// Whether there is more to read.
  bool step() {
    const char c = text_[at_];
    if (is_base64(c) || c == '=') return take(c, 1);
    if (is_blank(c)) return skip(1);
    if (c == '\n') return skip_line_break();
    if (c == '\\') return escape();
    if (c == '%') return percent();
    if (c == '&') return entity();
    if (is_quote(c)) return next_literal(c);
    return false;
  }

  bool skip(std::size_t count) {
    at_ += count;
    return true;
  }

  /// `c` stands for `written` characters of the text.
  bool take(char c, std::size_t written) {
    if (c == '=') {
      padded_ = true;
    } else {
      if (padded_ || out_.text.size() == limit_) return false;
      out_.text.push_back(c);
    }
    at_ += written;
    out_.end = at_;
    return true;
  }

  bool take_code(unsigned code, std::size_t written) {
    if (code == '\n' || code == '\r' || code == '\t' || code == ' ') return skip(written);
    if (code > 0x7f || (!is_base64(static_cast<char>(code)) && code != '=')) return false;
    return take(static_cast<char>(code), written);
  }

  bool skip_line_break() {
    ++at_;
    skip_blanks();
    if (!line_prefix_.empty() && text_.substr(at_).starts_with(line_prefix_)) at_ += line_prefix_.size();
    skip_blanks();
    return true;
  }

  void skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }

  bool escape() {
    std::size_t at = at_;
    while (at < text_.size() && text_[at] == '\\') ++at;
    if (at == text_.size()) return false;
    const char c = text_[at];
    if (c == 'n' || c == 'r' || c == 't') return skip(at + 1 - at_);
    if (c == '\n' || c == '\r' || c == '/' || is_quote(c)) return skip(at - at_);  // what it escapes is read next
    if (c == 'u' || c == 'x') {
      const std::size_t digits = c == 'u' ? 4 : 2;
      if (text_.size() - at <= digits) return false;
      const auto code = hex_number(text_.substr(at + 1, digits));
      return code && take_code(*code, at + 1 + digits - at_);
    }
    return false;
  }

  bool percent() {
    if (text_.size() - at_ < 3) return false;
    const auto code = hex_number(text_.substr(at_ + 1, 2));
    return code && take_code(*code, 3);
  }

  /// `&#10;`, `&#xA;`, `&#x2B;`; `&quot;` ends a literal as a quotation mark does.
  bool entity() {
    const auto rest = text_.substr(at_, 8);
    if (rest.starts_with("&#x")) {
      const auto end = rest.find(';');
      if (end == std::string_view::npos) return false;
      const auto code = hex_number(rest.substr(3, end - 3));
      return code && take_code(*code, end + 1);
    }
    for (const std::string_view line_break : {"&#10;", "&#13;"}) {
      if (rest.starts_with(line_break)) return skip(line_break.size());
    }
    return false;
  }

  bool next_literal(char quote) {
    if (out_.text.size() == limit_) return false;
    const auto between = text_.substr(at_ + 1, kLongestJoint);
    // A marker may not be jumped over: it begins a key of its own.
    const auto next = between.find(quote);
    if (next == std::string_view::npos || between.substr(0, next).contains("-----")) return false;
    at_ += next + 2;
    return true;
  }

  std::string_view text_;
  std::size_t at_;
  std::string_view line_prefix_;
  std::size_t limit_;
  bool padded_ = false;
  JoinedBase64 out_;
};

}  // namespace

JoinedBase64 read_joined_base64(std::string_view text, std::size_t at, std::string_view line_prefix,
                                std::size_t limit) {
  return Reader(text, at, line_prefix, limit).read();
}

std::optional<std::size_t> joined_literal(std::string_view text, std::size_t at) noexcept {
  const auto end = std::min(text.size(), at + 1 + kLongestJoint);
  for (++at; at < end; ++at) {
    const char c = text[at];
    if (is_quote(c)) return at + 1;
    // A letter of a prefix (`f"`, `b'`, `@"`) stands right before the quotation mark.
    const bool prefix = (c == 'f' || c == 'r' || c == 'b' || c == 'u' || c == 'L' || c == '@' || c == '$') &&
                        at + 1 < end && is_quote(text[at + 1]);
    const bool between = is_blank(c) || c == '\n' || c == '\\' || std::string_view("+.&|<>_()").contains(c);
    if (!prefix && !between) return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace jwtkeep::scan
