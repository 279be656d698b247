// CMake: what `set` gives a variable, and the definitions that other commands hand to a compiler or a test.
#include <algorithm>
#include <optional>

#include "jwtkeep/scan/ascii.hpp"
#include "jwtkeep/scan/config/readers.hpp"

namespace jwtkeep::scan {
namespace {

class Reader {
 public:
  Reader(Reading& reading, Span range, NamePath& path)
      : reading_(reading), text_(reading.text().substr(0, range.end)), at_(range.begin), path_(path) {}

  void read() {
    while (skip_blanks()) {
      const auto word = bare();
      if (word.empty()) {
        ++at_;
      } else if (skip_blanks() && text_[at_] == '(') {
        ++at_;
        arguments(same_letters(word.of(text_), "set"));
      }
    }
  }

 private:
  /// False at the end.
  bool skip_blanks() {
    while (at_ < text_.size()) {
      if (text_[at_] == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (is_blank(text_[at_]) || text_[at_] == '\n') {
        ++at_;
      } else {
        return true;
      }
    }
    return false;
  }

  [[nodiscard]] static bool ends_word(char c) noexcept {
    return is_blank(c) || c == '\n' || c == '(' || c == ')' || c == '#';
  }

  /// A word with the quotation marks that stand within it: `NAME="x y"`.
  Span bare() {
    const auto begin = at_;
    while (at_ < text_.size() && !ends_word(text_[at_])) {
      at_ = text_[at_] == '"' ? closing_quote() + 1 : text_[at_] == '\\' ? at_ + 2 : at_ + 1;
    }
    at_ = std::min(at_, text_.size());
    return {begin, at_};
  }

  [[nodiscard]] std::size_t closing_quote() const noexcept {
    for (auto end = at_ + 1; end < text_.size(); ++end) {
      if (text_[end] == '\\') {
        ++end;
      } else if (text_[end] == '"') {
        return end;
      }
    }
    return text_.size();
  }

  [[nodiscard]] Scalar scalar_of(Span span) const noexcept {
    if (span.size() < 2 || text_[span.begin] != '"' || text_[span.end - 1] != '"') return {.span = span};
    return {.span = {span.begin + 1, span.end - 1}, .escapes = Escapes::backslash, .quoted = true};
  }

  void arguments(bool sets) {
    std::optional<Span> name;
    std::size_t depth = 1;
    for (std::size_t count = 0; depth > 0 && skip_blanks();) {
      if (text_[at_] == '(' || text_[at_] == ')') {
        depth += text_[at_] == '(' ? 1 : static_cast<std::size_t>(-1);
        ++at_;
        continue;
      }
      const auto word = bare();
      if (word.empty()) {
        ++at_;
        continue;
      }
      if (sets && count == 0) name = variable(word);
      if (sets && count == 1 && name) entry(*name, scalar_of(word));
      if (!sets) definition(word);
      ++count;
    }
  }

  /// `NAME`, `ENV{NAME}`.
  [[nodiscard]] Span variable(Span word) const noexcept {
    const auto text = word.of(text_);
    return text.starts_with("ENV{") && text.ends_with('}') ? Span{word.begin + 4, word.end - 1} : word;
  }

  /// `NAME="x"`, `-DNAME=x`, and `"NAME=x;OTHER=y"` of properties.
  void definition(Span word) {
    if (!reading_.has_trigger(word)) return;
    if (text_[word.begin] == '"') word = scalar_of(word).span;
    for (auto begin = word.begin; begin < word.end;) {
      const auto end = std::min(text_.find(';', begin), word.end);
      auto name = Span{begin, std::min(text_.find('=', begin), end)};
      if (name.end < end) {
        if (name.of(text_).starts_with("-D")) name.begin += 2;
        const bool is_name = std::ranges::all_of(name.of(text_), is_word);
        if (is_name && !name.empty()) entry(name, scalar_of({name.end + 1, end}));
      }
      begin = end + 1;
    }
  }

  void entry(Span name, const Scalar& value) {
    const auto depth = path_.depth();
    reading_.push(path_, name);
    reading_.entry(static_cast<const NamePath&>(path_), value);
    path_.pop_to(depth);
  }

  Reading& reading_;
  std::string_view text_;
  std::size_t at_;
  NamePath& path_;
};

}  // namespace

void read_cmake(Reading& reading, Span range, NamePath& path) { Reader(reading, range, path).read(); }

}  // namespace jwtkeep::scan
