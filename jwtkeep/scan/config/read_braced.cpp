// JSON, HCL, HOCON, TOML, nginx and what is alike: names, values and braces.
#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "jwtkeep/scan/ascii.hpp"
#include "jwtkeep/scan/config/readers.hpp"

namespace jwtkeep::scan {
namespace {

constexpr std::size_t kDeepest = 96;  // deeper ones are read as if they stood in the last

enum class What : std::uint8_t { end, line, string, word, assign, comma, open, close };

struct Token {
  What what = What::end;
  Scalar scalar = {};  // of a string or a word; its span is where any token stands
  char character = '\0';
};

class Tokens {
 public:
  Tokens(std::string_view text, Span range, Braced flavour)
      : text_(text.substr(0, range.end)), at_(range.begin), flavour_(flavour) {}

  Token next() {
    skip_blanks();
    if (at_ >= text_.size()) return {};
    const char c = text_[at_];
    if (c == '\n') return sign(What::line, 1);
    if (c == '"' || (c == '\'' && !is_apostrophe()) || c == '`') return string(c);
    if (c == '{' || c == '[' || c == '(') return sign(What::open, 1);
    if (c == '}' || c == ']' || c == ')') return sign(What::close, 1);
    if (c == ',' || c == ';') return sign(What::comma, 1);
    if (text_.substr(at_).starts_with("=>") || text_.substr(at_).starts_with(":=") ||
        text_.substr(at_).starts_with("?=")) {
      return sign(What::assign, 2);
    }
    if (c == '=' && flavour_ != Braced::json)
      return sign(text_.substr(at_).starts_with("==") ? What::word : What::assign,
                  text_.substr(at_).starts_with("==") ? 2 : 1);
    if (c == '=') return sign(What::assign, 1);
    if (c == ':') return sign(What::assign, 1);
    if (text_.substr(at_).starts_with("<<") && flavour_ == Braced::hcl) {
      if (auto token = heredoc()) return *token;
    }
    return word();
  }

 private:
  [[nodiscard]] std::string_view rest() const noexcept { return text_.substr(at_); }

  /// In `it's` of a bare value, which begins no string.
  [[nodiscard]] bool is_apostrophe() const noexcept {
    return flavour_ != Braced::json && at_ > 0 && is_word(text_[at_ - 1]);
  }

  Token sign(What what, std::size_t size) {
    Token token{what, {.span = {at_, at_ + size}}, text_[at_]};
    at_ += size;
    return token;
  }

  void skip_line() { at_ = std::min(text_.find('\n', at_), text_.size()); }

  void skip_blanks() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c != '\n' && is_blank(c)) {
        ++at_;
      } else if ((c == '#' && flavour_ != Braced::json) || rest().starts_with("//")) {
        skip_line();
      } else if (rest().starts_with("/*")) {
        const auto end = text_.find("*/", at_ + 2);
        at_ = end == std::string_view::npos ? text_.size() : end + 2;
      } else if (c == '\\' && at_ + 1 < text_.size() && (text_[at_ + 1] == '\n' || text_[at_ + 1] == '\r')) {
        at_ += 2;
      } else {
        return;
      }
    }
  }

  Token string(char quote) {
    const std::string_view triple = quote == '"' ? "\"\"\"" : "'''";
    if (quote != '`' && rest().starts_with(triple)) {
      const auto begin = at_ + 3;
      const auto end = text_.find(triple, begin);
      at_ = end == std::string_view::npos ? text_.size() : end + 3;
      const auto stop = end == std::string_view::npos ? text_.size() : end;
      return {What::string,
              {.span = {begin, stop}, .escapes = quote == '"' ? Escapes::backslash : Escapes::none, .quoted = true},
              quote};
    }
    const auto begin = ++at_;
    // Only a string of JSON in one line or a template goes on behind a line break.
    const bool lines = flavour_ == Braced::json || flavour_ == Braced::flow || quote == '`';
    bool escaped = false;
    int templates = 0;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\\' && at_ + 1 < text_.size() &&
          (quote != '\'' || flavour_ == Braced::json || flavour_ == Braced::nginx)) {
        escaped = true;
        ++at_;
      } else if (flavour_ == Braced::hcl && c == '$' && at_ + 1 < text_.size() && text_[at_ + 1] == '{') {
        ++templates;
      } else if (templates > 0 && c == '}') {
        --templates;
      } else if ((c == quote && templates == 0) || (c == '\n' && !lines)) {
        break;
      }
    }
    Token token{What::string, {.span = {begin, at_}, .quoted = true}, quote};
    if (escaped) token.scalar.escapes = Escapes::backslash;
    if (at_ < text_.size() && text_[at_] == quote) ++at_;
    return token;
  }

  std::optional<Token> heredoc() {
    std::size_t begin = at_ + 2;
    if (begin < text_.size() && text_[begin] == '-') ++begin;
    std::size_t end = begin;
    while (end < text_.size() && is_word(text_[end])) ++end;
    if (end == begin || end >= text_.size() || (text_[end] != '\n' && text_[end] != '\r')) return std::nullopt;
    const auto mark = text_.substr(begin, end - begin);
    if (mark == unended_) return std::nullopt;
    constexpr std::size_t kLongest = std::size_t{256} << 10;
    const auto from = std::min(text_.find('\n', end), text_.size() - 1) + 1;
    for (auto at = from; at < text_.size() && at - from < kLongest;) {
      const auto line_end = std::min(text_.find('\n', at), text_.size());
      if (trimmed(text_.substr(at, line_end - at)) == mark) {
        at_ = line_end;
        return Token{What::string, {.span = {from, at}, .escapes = Escapes::block, .quoted = true}, '<'};
      }
      at = line_end + 1;
    }
    unended_ = mark;
    return std::nullopt;
  }

  [[nodiscard]] bool ends_word() const noexcept {
    const char c = text_[at_];
    if (c == '\n' || c == ',' || c == '{' || c == '}' || c == '[' || c == ']') return true;
    switch (flavour_) {
      case Braced::json: return is_blank(c) || c == ':' || c == '"' || c == '(' || c == ')' || c == '=';
      case Braced::flow: return c == ':' && (at_ + 1 == text_.size() || is_blank(text_[at_ + 1]));
      case Braced::hcl: return is_blank(c) || c == '=' || c == '(' || c == ')' || c == '"' || c == ';' || is_colon();
      case Braced::toml: return is_blank(c) || c == '=' || c == '"';
      case Braced::nginx: return is_blank(c) || c == ';';
    }
    return true;
  }

  /// HOCON's `name : x`; not within `aws:arn`.
  [[nodiscard]] bool is_colon() const noexcept {
    return text_[at_] == ':' && (at_ + 1 == text_.size() || is_blank(text_[at_ + 1]));
  }

  Token word() {
    const auto begin = at_;
    while (at_ < text_.size()) {
      if (text_[at_] == '$' && rest().starts_with("${")) {
        const auto end = text_.find_first_of("}\n", at_);
        at_ = end == std::string_view::npos ? text_.size() : text_[end] == '}' ? end + 1 : end;
        continue;
      }
      if (ends_word()) break;
      ++at_;
    }
    if (at_ == begin) ++at_;
    auto end = at_;
    while (end > begin && is_blank(text_[end - 1])) --end;
    return {What::word, {.span = {begin, end}}, '\0'};
  }

  std::string_view text_;
  std::size_t at_;
  Braced flavour_;
  std::string_view unended_;  // the mark of a document that nothing ended
};

struct Container {
  std::size_t depth;  // of the path outside
  NamedValue pair;
  char open;
  bool is_call = false;
  std::optional<Scalar> last_literal;  // of a call
  std::size_t literals = 0;
  std::optional<Scalar> option = {};  // of a list: the last item, where it is an option of a command
};

/// Functions whose argument is no value but says where one is.
bool reads_elsewhere(std::string_view function) noexcept {
  constexpr auto kFunctions =
      std::to_array<std::string_view>({"file", "templatefile", "filebase64", "fileexists", "filesha256", "env", "var"});
  return std::ranges::find(kFunctions, function) != kFunctions.end();
}

class Reader {
 public:
  Reader(Reading& reading, Span range, NamePath& path, Braced flavour)
      : reading_(reading),
        path_(path),
        tokens_(reading.text(), range, flavour),
        flavour_(flavour),
        base_(path.depth()) {}

  void read() {
    for (auto token = tokens_.next(); token.what != What::end; token = tokens_.next()) {
      switch (token.what) {
        case What::line: line(); break;
        case What::string:
        case What::word: take(token.scalar); break;
        case What::assign: assign(); break;
        case What::comma: finish(); break;
        case What::open: open(token); break;
        case What::close: close(); break;
        case What::end: break;
      }
    }
    finish();
    for (auto& container : open_) container.pair.close(reading_);
    top_.close(reading_);
    path_.pop_to(base_);
  }

 private:
  [[nodiscard]] std::string_view of(const Scalar& scalar) const noexcept { return scalar.span.of(reading_.text()); }

  [[nodiscard]] bool in_call() const noexcept { return !open_.empty() && open_.back().is_call; }
  [[nodiscard]] bool in_list() const noexcept { return !open_.empty() && open_.back().open == '['; }

  void line() {
    if (flavour_ == Braced::json || flavour_ == Braced::flow) return;
    if (flavour_ == Braced::nginx || !in_list() || assigned_) {
      if (!(assigned_ && values_ == 0)) finish();
    }
  }

  void take(const Scalar& scalar) {
    if (assigned_) {
      if (values_ == 0) first_ = scalar;
      last_ = scalar;
      ++values_;
      return;
    }
    if (heads_ < kHeads) head_[heads_] = scalar;
    if (heads_ >= kHeads) {
      head_[kHeads - 2] = head_[kHeads - 1];
      head_[kHeads - 1] = scalar;
    }
    heads_ = std::min(heads_ + 1, kHeads);
  }

  void assign() {
    if (heads_ > 0 && !assigned_) {
      assigned_ = true;
    } else {
      ++values_;  // `a ? b : c`: no plain value
    }
  }

  void open(const Token& token) {
    if (flavour_ == Braced::toml && token.character == '[' && !assigned_ && heads_ == 0 && open_.empty()) {
      header();
      return;
    }
    if (open_.size() == kDeepest) {
      finish();
      return;
    }
    Container container{.depth = path_.depth(), .pair = {}, .open = token.character, .last_literal = {}, .option = {}};
    std::string_view function;
    if (assigned_) {
      reading_.push(path_, head_[heads_ - 1].span);
      if (token.character == '(' && values_ > 0 && !last_.quoted) function = of(last_);
    } else {
      for (std::size_t i = 0; i < heads_; ++i) reading_.push(path_, head_[i].span);
      if (token.character == '(' && heads_ > 0) function = of(head_[heads_ - 1]);
    }
    container.is_call = token.character == '(' && !function.empty() && !reads_elsewhere(function);
    if (token.character == '(' && reads_elsewhere(function)) container.literals = 1000;
    open_.push_back(std::move(container));
    reset();
  }

  void close() {
    finish();
    if (open_.empty()) return;
    auto container = std::move(open_.back());
    open_.pop_back();
    container.pair.close(reading_);
    if (container.is_call && container.last_literal) reading_.entry(path_, *container.last_literal);
    path_.pop_to(container.depth);
    reset();
  }

  /// `[a.b]` and `[[a.b]]` of TOML.
  void header() {
    path_.pop_to(base_);
    for (auto token = tokens_.next(); token.what != What::end && token.what != What::line; token = tokens_.next()) {
      if (token.what == What::string || token.what == What::word) reading_.push(path_, token.scalar.span);
    }
    top_.close(reading_);
    reset();
  }

  void finish() {
    if (assigned_ && values_ > 0) {
      value();
    } else if (!assigned_ && heads_ > 0) {
      directive();
    }
    reset();
  }

  void value() {
    auto scalar = first_;
    if (values_ > 1) {
      if (flavour_ == Braced::json || flavour_ == Braced::flow || first_.quoted || last_.quoted) return;
      if (flavour_ == Braced::hcl && of(first_).contains('.')) return;
      scalar.span.end = last_.span.end;  // words without quotation marks
    }
    auto& pair = open_.empty() ? top_ : open_.back().pair;
    pair.member(reading_, path_, head_[heads_ - 1].span, scalar);
  }

  /// What stands without a sign between its name and its value: an item of a list, an argument, `name value;`.
  void directive() {
    const auto& last = head_[heads_ - 1];
    if (in_call()) {
      auto& call = open_.back();
      if (last.quoted && heads_ == 1) {
        call.last_literal = last;
        ++call.literals;
      }
      return;
    }
    if (heads_ == 1) {
      if (in_list() && option_before(last)) return;
      if (in_list() || flavour_ == Braced::json || flavour_ == Braced::flow) reading_.entry(path_, last);
      return;
    }
    if (flavour_ != Braced::nginx) return;
    const auto depth = path_.depth();
    for (std::size_t i = 0; i + 1 < heads_; ++i) reading_.push(path_, head_[i].span);
    reading_.entry(path_, last);
    path_.pop_to(depth);
  }

  /// `["--jwt-secret", "x"]`: what follows an option is its value.
  bool option_before(const Scalar& item) {
    const auto option = std::exchange(open_.back().option, std::nullopt);
    const auto text = of(item);
    if (is_option(text)) {
      open_.back().option = item;
      return false;
    }
    if (option) reading_.entry(path_, *option, item);
    return option.has_value();
  }

  void reset() {
    heads_ = values_ = 0;
    assigned_ = false;
  }

  static constexpr std::size_t kHeads = 4;

  Reading& reading_;
  NamePath& path_;
  Tokens tokens_;
  Braced flavour_;
  std::size_t base_;
  std::vector<Container> open_;
  NamedValue top_;
  std::array<Scalar, kHeads> head_;
  std::size_t heads_ = 0, values_ = 0;
  Scalar first_, last_;
  bool assigned_ = false;
};

}  // namespace

void read_braced(Reading& reading, Span range, NamePath& path, Braced flavour) {
  Reader(reading, range, path, flavour).read();
}

}  // namespace jwtkeep::scan
