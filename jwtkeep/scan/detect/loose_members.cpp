#include "jwtkeep/scan/detect/loose_members.hpp"

#include "jwtkeep/scan/ascii.hpp"
#include "jwtkeep/scan/detect/brackets.hpp"
#include "jwtkeep/scan/detect/joined_base64.hpp"

namespace jwtkeep::scan {
namespace {

constexpr std::string_view kHtmlQuote = "&quot;";

/// The mark that a string begins with here: a quotation mark with the backslashes before it.
std::string_view mark_at(std::string_view rest) noexcept {
  if (rest.starts_with(kHtmlQuote)) return rest.substr(0, kHtmlQuote.size());
  std::size_t at = 0;
  while (at < rest.size() && at < 8 && rest[at] == '\\') ++at;
  if (at < rest.size() && (rest[at] == '"' || rest[at] == '\'' || rest[at] == '`')) return rest.substr(0, at + 1);
  return {};
}

bool is_bare(char c) noexcept { return is_word(c) || c == '-' || c == '$'; }

/// The value's characters without what only breaks its lines.
void append_plain(Characters& value, std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_blank(text[i])) continue;
    if (text[i] == '\\' && i + 1 < text.size()) {
      const char c = text[i + 1];
      if (c == 'n' || c == 'r' || c == 't') {
        ++i;
        continue;
      }
      if (c == '\n' || c == '\r' || c == '\\' || c == '/') continue;
    }
    value.push_back(text[i]);
  }
}

}  // namespace

std::optional<LooseMember> LooseMembers::next() {
  while (at_ < text_.size()) {
    auto name = word();
    if (!name) {
      if (at_ >= text_.size()) break;
      const char c = text_[at_];
      if (c == '{' || c == '[' || c == '(') {
        const auto end = closing_bracket(text_, at_, text_.size() - at_);
        at_ = end ? *end + 1 : text_.size();
      } else {
        ++at_;
      }
      continue;
    }
    if (!separator()) continue;
    const auto value = word();
    if (!value) continue;  // an object, a list, a call: passed over in the next round
    // `base64.encode(key)`, `key::MATERIAL`: an expression, whose value nobody knows here.
    const auto behind = text_.substr(at_, 1);
    if (!value->quoted && (behind == "." || behind == "(" || behind == "[" || behind == ":" || behind == "-")) continue;
    LooseMember member{name->text, {}, value->span};
    append_plain(member.value, value->text);
    if (value->quoted) join(member);
    return member;
  }
  return std::nullopt;
}

void LooseMembers::skip_blanks() {
  while (at_ < text_.size()) {
    if (is_blank(text_[at_])) {
      ++at_;
    } else if (text_[at_] == '\\' && at_ + 1 < text_.size() &&
               (text_[at_ + 1] == 'n' || text_[at_ + 1] == 't' || text_[at_ + 1] == 'r')) {
      at_ += 2;
    } else {
      return;
    }
  }
}

std::optional<LooseMembers::Word> LooseMembers::quoted_word(std::size_t begin, std::string_view mark) {
  const auto from = begin + mark.size();
  std::size_t end = from;
  for (;;) {
    end = text_.find(mark, end);
    if (end == std::string_view::npos) return std::nullopt;
    if (mark[0] != '\\' && mark.size() == 1 && end > from && text_[end - 1] == '\\') {
      ++end;  // an escaped one is part of the string
      continue;
    }
    break;
  }
  at_ = end + mark.size();
  return Word{text_.substr(from, end - from), {from, end}, true};
}

std::optional<LooseMembers::Word> LooseMembers::word() {
  skip_blanks();
  if (at_ >= text_.size()) return std::nullopt;
  const auto mark = mark_at(text_.substr(at_, 16));
  if (!mark.empty()) {
    auto quoted = quoted_word(at_, mark);
    if (!quoted) at_ = text_.size();
    return quoted;
  }
  const auto begin = at_;
  while (at_ < text_.size() && is_bare(text_[at_])) ++at_;
  if (at_ == begin) return std::nullopt;
  return Word{text_.substr(begin, at_ - begin), {begin, at_}, false};
}

bool LooseMembers::separator() {
  skip_blanks();
  const auto rest = text_.substr(at_, 2);
  if (rest == "=>" || rest == ":=") {
    at_ += 2;
    return true;
  }
  if (rest.starts_with(':') || rest.starts_with('=') || (commas_ && rest.starts_with(','))) {
    ++at_;
    return true;
  }
  return false;
}

/// Strings that are joined to the one that has just been read.
void LooseMembers::join(LooseMember& member) {
  while (member.span.end < text_.size()) {
    const char mark = text_[member.span.end];
    if (mark != '"' && mark != '\'' && mark != '`') return;
    const auto next = joined_literal(text_, member.span.end);
    if (!next || text_[*next - 1] != mark) return;
    const auto more = quoted_word(*next - 1, text_.substr(*next - 1, 1));
    if (!more) return;
    append_plain(member.value, more->text);
    member.span.end = more->span.end;
  }
}

}  // namespace jwtkeep::scan
