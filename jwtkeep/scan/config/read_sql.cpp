// SQL: settings that statements set, and rows of names and values.
#include <algorithm>
#include <optional>
#include <vector>

#include "jwtkeep/scan/ascii.hpp"
#include "jwtkeep/scan/config/readers.hpp"

namespace jwtkeep::scan {
namespace {

constexpr std::size_t kMostColumns = 64;

class Reader {
 public:
  Reader(Reading& reading, Span range, NamePath& path)
      : reading_(reading), text_(reading.text().substr(0, range.end)), at_(range.begin), path_(path) {}

  void read() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      const auto rest = text_.substr(at_, 2);
      if (rest == "--" || (c == '#' && at_ > 0 && text_[at_ - 1] == '\n')) {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (rest == "/*") {
        const auto end = text_.find("*/", at_ + 2);
        at_ = end == std::string_view::npos ? text_.size() : end + 2;
      } else if (c == '\'') {
        string();
      } else if (c == '"' || c == '`') {
        const auto end = text_.find(c, at_ + 1);
        if (end == std::string_view::npos) break;
        word({at_ + 1, end});
        at_ = end + 1;
      } else if (is_word(c)) {
        const auto begin = at_;
        while (at_ < text_.size() && (is_word(text_[at_]) || text_[at_] == '.')) ++at_;
        word({begin, at_});
      } else {
        sign(c);
        ++at_;
      }
    }
  }

 private:
  void sign(char c) {
    if (c == '(') {
      if (columns_wanted_) {
        columns_.clear();
        in_columns_ = true;
        columns_wanted_ = false;
      }
      ++depth_;
      if (in_values_ && depth_ == 1) column_ = 0;
      string_.reset();
    } else if (c == ')') {
      in_columns_ = false;
      depth_ = depth_ > 0 ? depth_ - 1 : 0;
      string_.reset();
    } else if (c == ',') {
      if (in_values_ && depth_ == 1) ++column_;
      assigns_ = false;
      return;
    } else if (c == '=') {
      assigns_ = true;
      return;
    } else if (c == ';') {
      pair_.close(reading_);
      columns_.clear();
      in_values_ = in_columns_ = columns_wanted_ = assigns_ = false;
      depth_ = 0;
      string_.reset();
    } else if (is_blank(c) || c == ':' || c == '@') {
      return;
    }
    word_ = {};
  }

  void word(Span span) {
    const auto word = span.of(text_);
    if (same_letters(word, "INTO")) {
      columns_wanted_ = true;
      in_values_ = false;
    } else if (same_letters(word, "VALUES")) {
      in_values_ = true;
      columns_wanted_ = in_columns_ = false;
      depth_ = 0;
    } else if (same_letters(word, "TO") && !word_.empty()) {
      assigns_ = true;
      return;
    } else if (same_letters(word, "E") && at_ < text_.size() && text_[at_] == '\'') {
      return;
    } else if (in_columns_ && columns_.size() < kMostColumns) {
      columns_.push_back(span);
    }
    word_ = span;
    assigns_ = false;
  }

  void string() {
    const char mark = text_[at_];
    const auto begin = at_ + 1;
    auto end = begin;
    bool backslash = false;
    for (; end < text_.size(); ++end) {
      if (text_[end] == '\\' && end + 1 < text_.size() && text_[end + 1] == mark) {
        backslash = true;
        ++end;
      } else if (text_[end] == mark) {
        if (end + 1 == text_.size() || text_[end + 1] != mark) break;
        ++end;
      }
    }
    at_ = std::min(end + 1, text_.size());
    const Scalar scalar{.span = {begin, std::min(end, text_.size())},
                        .escapes = backslash ? Escapes::backslash : Escapes::doubled_single,
                        .quoted = true};
    tell(scalar);
    string_ = scalar;
    assigns_ = false;
  }

  void tell(const Scalar& scalar) {
    const auto depth = path_.depth();
    if (assigns_ && !word_.empty()) {
      pair_.member(reading_, path_, word_, scalar);
      return;
    }
    if (assigns_ && string_) {
      reading_.entry(path_, *string_, scalar);
      return;
    }
    if (string_) reading_.entry(path_, *string_, scalar);  // 'jwt_secret', 'x'
    if (in_values_ && depth_ == 1 && column_ < columns_.size()) {
      reading_.push(path_, columns_[column_]);
      reading_.entry(path_, scalar);
      path_.pop_to(depth);
    } else {
      reading_.entry(path_, scalar);
    }
  }

  Reading& reading_;
  std::string_view text_;
  std::size_t at_;
  NamePath& path_;
  std::vector<Span> columns_;
  NamedValue pair_;
  std::optional<Scalar> string_;  // the one before, with nothing but a comma behind it
  Span word_;
  std::size_t depth_ = 0, column_ = 0;
  bool columns_wanted_ = false, in_columns_ = false, in_values_ = false, assigns_ = false;
};

}  // namespace

void read_sql(Reading& reading, Span range, NamePath& path) {
  const auto depth = path.depth();
  Reader(reading, range, path).read();
  path.pop_to(depth);
}

}  // namespace jwtkeep::scan
