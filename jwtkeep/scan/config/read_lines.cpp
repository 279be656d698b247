// A name and a value in each line: env files, properties, INI, and what is alike.
#include <algorithm>
#include <optional>

#include "jwtkeep/scan/ascii.hpp"
#include "jwtkeep/scan/config/readers.hpp"

namespace jwtkeep::scan {
namespace {

constexpr std::size_t kLongestName = 160;
constexpr std::size_t kLongestValue = std::size_t{64} << 10;

struct Line {
  Span name;
  std::size_t value;  // where it begins
};

class Reader {
 public:
  Reader(Reading& reading, Span range, NamePath& path, Lined flavour)
      : reading_(reading),
        text_(reading.text().substr(0, range.end)),
        at_(range.begin),
        path_(path),
        flavour_(flavour),
        base_(path.depth()) {}

  void read() {
    while (at_ < text_.size()) {
      const auto begin = at_;
      auto end = std::min(text_.find('\n', begin), text_.size());
      at_ = end + 1;
      if (end > begin && text_[end - 1] == '\r') --end;
      line({begin, end});
    }
    path_.pop_to(base_);
  }

 private:
  [[nodiscard]] Span trim(Span span) const noexcept {
    while (!span.empty() && is_blank(text_[span.begin])) ++span.begin;
    while (!span.empty() && is_blank(text_[span.end - 1])) --span.end;
    return span;
  }

  void line(Span span) {
    span = trim(span);
    if (span.empty()) return;
    // What a comment has switched off stands in the file all the same.
    bool comment = false;
    while (!span.empty() && (text_[span.begin] == '#' || text_[span.begin] == ';' || text_[span.begin] == '!' ||
                             span.of(text_).starts_with("//"))) {
      comment = true;
      span.begin += text_[span.begin] == '/' ? 2 : 1;
      span = trim(span);
    }
    if (span.empty()) return;
    if (text_[span.begin] == '[' && !comment && flavour_ != Lined::env && flavour_ != Lined::properties) {
      section(span);
      return;
    }
    const auto found = split(span);
    if (!found) return;
    const auto scalar =
        flavour_ == Lined::properties && !comment ? property(found->value, span.end) : value(found->value, span.end);
    if (comment && !scalar.quoted && scalar.span.of(text_).find_first_of(" \t") != std::string_view::npos) return;
    if (found->name.size() > kLongestName) return;
    // `jwtSecret: String = null` is a declaration.
    if (flavour_ == Lined::unknown && !scalar.quoted && scalar.span.of(text_).find(" = ") != std::string_view::npos)
      return;
    const auto depth = path_.depth();
    if (comment) path_.pop_to(base_);
    reading_.push(path_, found->name);
    reading_.entry(path_, scalar);
    path_.pop_to(comment ? base_ : depth);
    if (comment && depth > base_) reading_.push(path_, section_);
  }

  void section(Span span) {
    const auto end = text_.find(']', span.begin);
    if (end == std::string_view::npos || end > span.end) return;
    path_.pop_to(base_);
    section_ = {span.begin + 1, end};
    reading_.push(path_, section_);
  }

  /// The sign between a name and a value, and the name's last word.
  [[nodiscard]] std::optional<Line> split(Span span) const noexcept {
    const auto end = std::min(span.end, span.begin + 2 * kLongestName);
    std::size_t sign = span.begin;
    char quote = '\0';
    for (; sign < end; ++sign) {
      const char c = text_[sign];
      if (quote != '\0') {
        if (c == quote) quote = '\0';
        continue;
      }
      if (c == '"' || c == '\'') quote = c;
      if (c == '=') break;
      if (c == ':' && flavour_ != Lined::env && !text_.substr(sign).starts_with("://") &&
          !text_.substr(sign).starts_with("::")) {
        // Within a name: `Jwt:Key = x`.
        const bool within = flavour_ == Lined::ini && sign + 1 < span.end && is_word(text_[sign + 1]) &&
                            text_.substr(sign, span.end - sign).contains('=');
        if (!within) break;
      }
      if (flavour_ == Lined::properties && is_blank(c)) {
        auto next = sign;
        while (next < span.end && is_blank(text_[next])) ++next;
        if (next < span.end && text_[next] != '=' && text_[next] != ':') break;
      }
    }
    if (sign >= end) return std::nullopt;
    auto name_end = sign;
    while (name_end > span.begin &&
           (is_blank(text_[name_end - 1]) || std::string_view(":?+\"'").contains(text_[name_end - 1])))
      --name_end;
    auto name = name_end;
    while (name > span.begin && (is_word(text_[name - 1]) || std::string_view(".-/:$[]@").contains(text_[name - 1])))
      --name;
    if (name == name_end) return std::nullopt;
    auto value = sign + 1;
    if (value < span.end && (text_[sign] == ':' || text_[sign] == '=') && (text_[value] == '=' || text_[value] == '>'))
      ++value;
    return Line{{name, name_end}, value};
  }

  /// In quotation marks, perhaps over several lines, or up to a comment.
  Scalar value(std::size_t begin, std::size_t line_end) {
    while (begin < line_end && is_blank(text_[begin])) ++begin;
    if (begin < line_end && (text_[begin] == '"' || text_[begin] == '\'' || text_[begin] == '`')) {
      if (auto scalar = quoted(begin, line_end)) return *scalar;
    }
    Span span{begin, line_end};
    for (auto at = begin; at < line_end; ++at) {
      const char c = text_[at];
      const bool sign = c == '#' || (c == ';' && flavour_ != Lined::env) || text_.substr(at).starts_with("//");
      if (sign && at > begin && is_blank(text_[at - 1])) {
        span.end = at;
        break;
      }
    }
    span = trim(span);
    if (flavour_ == Lined::unknown) {
      while (!span.empty() && (text_[span.end - 1] == ',' || text_[span.end - 1] == ';')) --span.end;
      span = trim(span);
    }
    return {.span = span};
  }

  std::optional<Scalar> quoted(std::size_t begin, std::size_t line_end) {
    const char quote = text_[begin];
    // Over several lines there are keys and JSON; elsewhere it is an apostrophe that nothing closes.
    const bool lines =
        flavour_ == Lined::env && begin + 1 < text_.size() && std::string_view("-{[\n").contains(text_[begin + 1]);
    const auto limit = lines ? std::min(text_.size(), begin + kLongestValue) : line_end;
    const bool triple = text_.substr(begin).starts_with("\"\"\"") || text_.substr(begin).starts_with("'''");
    if (triple) begin += 2;
    for (auto at = begin + 1; at < limit; ++at) {
      if (text_[at] == '\\' && quote == '"') {
        ++at;
      } else if (text_[at] == quote) {
        if (at > line_end) at_ = std::min(text_.find('\n', at), text_.size()) + 1;
        return Scalar{
            .span = {begin + 1, at}, .escapes = quote == '"' ? Escapes::backslash : Escapes::none, .quoted = true};
      }
    }
    return std::nullopt;
  }

  /// Up to the line's end, where a backslash lets it go on in the next one.
  Scalar property(std::size_t begin, std::size_t line_end) {
    while (begin < line_end && is_blank(text_[begin])) ++begin;
    auto end = line_end;
    while (end > begin && end - begin < kLongestValue && text_[end - 1] == '\\' && at_ < text_.size()) {
      end = std::min(text_.find('\n', at_), text_.size());
      at_ = end + 1;
      if (end > begin && text_[end - 1] == '\r') --end;
    }
    const auto span = trim({begin, end});
    const bool escaped = span.of(text_).contains('\\');
    return {.span = span, .escapes = escaped ? Escapes::backslash : Escapes::none};
  }

  Reading& reading_;
  std::string_view text_;
  std::size_t at_;
  NamePath& path_;
  Lined flavour_;
  std::size_t base_;
  Span section_;
};

}  // namespace

void read_lines(Reading& reading, Span range, NamePath& path, Lined flavour) {
  // `http-client.env.json` and the like have an env file's name alone.
  if (flavour == Lined::env && trimmed(range.of(reading.text()).substr(0, 256)).starts_with('{')) {
    read_braced(reading, range, path, Braced::json);
    return;
  }
  Reader(reading, range, path, flavour).read();
}

}  // namespace jwtkeep::scan
