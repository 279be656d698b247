#include "jwtkeep/scan/code/lexer.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "jwtkeep/scan/code/syntax.hpp"

namespace jwtkeep::scan::code {
namespace {

constexpr std::size_t kNowhere = std::string_view::npos;
constexpr std::size_t kLongestString = std::size_t{1} << 16;    // bytes: past it a quote on many lines was none
constexpr std::size_t kLongestTemplate = std::size_t{1} << 20;  // bytes: of one in backticks
constexpr std::size_t kLongestHole = 4096;                      // bytes
constexpr std::size_t kDeepestHole = 6;
constexpr std::size_t kSeekBracket = 16;  // open brackets that a closing one may leave unclosed

constexpr bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
constexpr bool is_word(char c) { return is_letter(c) || is_digit(c); }

constexpr char closing(char open) {
  switch (open) {
    case '(': return ')';
    case '[': return ']';
    case '{': return '}';
    case '<': return '>';
    default: return open;
  }
}

template <std::size_t kCount>
consteval auto packed_sorted(const std::array<std::string_view, kCount>& operators) {
  std::array<std::uint32_t, kCount> packed{};
  std::ranges::transform(operators, packed.begin(), packed_op);
  std::ranges::sort(packed);
  return packed;
}
constexpr auto kThrees = packed_sorted(std::to_array<std::string_view>(
    {"===", "!==", "...", "<<=", ">>=", "?\?=", "||=", "&&=", "<=>", "**=", "..=", "//=", "..<", "<~>"}));
constexpr auto kTwos = packed_sorted(std::to_array<std::string_view>(
    {"=>", "->", "::", "?\?", "||", "?:", "==", "!=", "<=", ">=", ":=", "<>", "+=", "-=", "..", "&&", "?.", "|>",
     "++", "--", "<<", ">>",  "**", "<-", "*=", "/=", "|=", ".=", "~>", "!!", "?=", "=~", "!~", "^=", "%=", "//"}));

/// Which characters any of them goes on with.
constexpr auto kGoesOn = [] {
  std::array<bool, 256> second{};
  for (const auto op : kTwos) second[(op >> 8U) & 0xffU] = true;
  for (const auto op : kThrees) second[(op >> 8U) & 0xffU] = true;
  return second;
}();

/// Keywords before which no value has ended: what follows is one.
constexpr std::array kBeforeValue{hash_of("return"), hash_of("typeof"), hash_of("case"),   hash_of("in"),
                                  hash_of("if"),     hash_of("unless"), hash_of("and"),    hash_of("or"),
                                  hash_of("not"),    hash_of("when"),   hash_of("elsif"),  hash_of("else"),
                                  hash_of("while"),  hash_of("until"),  hash_of("puts"),   hash_of("then"),
                                  hash_of("do"),     hash_of("yield"),  hash_of("default")};

class Lexer {
 public:
  Lexer(std::string_view text, Language language, Lexed& out)
      : text_(text), language_(language), syntax_(syntax_of(language)), out_(out), patience_(2 * text.size() + 4096) {
    for (const auto mark : {syntax_.line_comments[0], syntax_.line_comments[1], syntax_.block_begin}) {
      if (!mark.empty()) begins_comment_[static_cast<std::uint8_t>(mark[0])] = true;
    }
    if (syntax_.extras.shell) begins_comment_['<'] = true;
    for (std::size_t c = 0; c < of_word_.size(); ++c) {
      const char one = static_cast<char>(c);
      of_word_[c] = is_word(one) || syntax_.word_marks.find(one) != kNowhere;
    }
  }

  void run(bool is_part) {
    Stream stream{out_.code, {}};
    out_.code.reserve(text_.size() / 6);
    std::size_t begin = 0;
    if (syntax_.extras.php && !is_part) begin = php_begin(0);
    if (text_.starts_with("#!")) begin = std::max(begin, std::min(text_.find('\n'), text_.size()));
    lex(begin, text_.size(), stream, false, 0);
  }

 private:
  struct Stream {
    Tokens& tokens;
    std::vector<std::uint32_t> open;  ///< brackets not closed yet
  };
  struct Heredocs {
    std::size_t line_end = kNowhere;  ///< where the line ends that has begun the last of them
    std::size_t resume = 0;           ///< behind their bodies
  };

  [[nodiscard]] char at(std::size_t i) const { return i < text_.size() ? text_[i] : '\0'; }
  [[nodiscard]] bool stands(std::size_t i, std::size_t end, std::string_view what) const {
    return !what.empty() && i + what.size() <= end && text_[i] == what[0] && text_.compare(i, what.size(), what) == 0;
  }

  /// A search that found nothing has cost so much.
  void waste(std::size_t bytes) { patience_ -= std::min(patience_, bytes); }

  [[nodiscard]] std::size_t line_end(std::size_t i, std::size_t end) const {
    return std::min(text_.substr(0, end).find('\n', i), end);
  }

  [[nodiscard]] std::size_t php_begin(std::size_t i) const {
    const auto begin = text_.find("<?", i);
    if (begin == kNowhere) return i == 0 ? 0 : text_.size();
    if (text_.compare(begin, 5, "<?php") == 0) return begin + 5;
    return begin + (at(begin + 2) == '=' ? 3U : 2U);
  }

  Token& add(Stream& stream, TokenKind kind, std::size_t begin, std::size_t end) {
    auto& token = stream.tokens.emplace_back();
    token.begin = static_cast<std::uint32_t>(begin);
    token.end = static_cast<std::uint32_t>(end);
    token.kind = kind;
    token.first_of_line = first_of_line_;
    first_of_line_ = false;
    return token;
  }

  std::size_t add_string(Stream& stream, std::size_t begin, std::size_t end, std::size_t open, std::size_t close,
                         StringForm form, bool hole) {
    auto& token = add(stream, TokenKind::string, begin, end);
    token.form = form;
    token.open_length = static_cast<std::uint8_t>(open);
    token.close_length = static_cast<std::uint8_t>(close);
    token.has_hole = hole;
    return end;
  }

  void add_bracket(Stream& stream, std::size_t i) {
    const char c = text_[i];
    if (c == '(' || c == '[' || c == '{') {
      stream.open.push_back(static_cast<std::uint32_t>(stream.tokens.size()));
      add(stream, TokenKind::open, i, i + 1);
      return;
    }
    const auto index = static_cast<std::uint32_t>(stream.tokens.size());
    auto& token = add(stream, TokenKind::close, i, i + 1);
    for (std::size_t back = 1; back <= std::min(kSeekBracket, stream.open.size()); ++back) {
      const auto open = stream.open[stream.open.size() - back];
      if (closing(text_[stream.tokens[open].begin]) != c) continue;
      token.value = open;
      stream.tokens[open].value = index;
      stream.open.resize(stream.open.size() - back);
      return;
    }
  }

  /// Whether a value cannot have ended just before: a `/` then begins a regular expression, a `%` a Ruby string.
  [[nodiscard]] static bool value_is_due(const Stream& stream) {
    if (stream.tokens.empty()) return true;
    const auto& last = stream.tokens.back();
    if (last.kind == TokenKind::op || last.kind == TokenKind::open) return true;
    return last.kind == TokenKind::word && std::ranges::find(kBeforeValue, last.value) != kBeforeValue.end();
  }

  /// Behind the code of a hole whose first byte is at `i`; none where its end is not near.
  std::size_t hole_end(std::size_t i, std::size_t end, char open) {
    if (patience_ == 0) return kNowhere;
    std::size_t depth = 1;
    const auto first = i;
    const auto last = std::min(end, i + kLongestHole);
    for (; i < last; ++i) {
      const char c = text_[i];
      if (c == open) ++depth;
      if (c == closing(open) && --depth == 0) return i + 1;
      if (c == '\\') ++i;
    }
    waste(i - first);
    return kNowhere;
  }

  /// What begins at `i` as code within a string: behind it, or `i` where nothing does.
  std::size_t skip_hole(std::size_t i, std::size_t end, std::string_view holes, std::size_t depth) {
    if (holes.empty() || text_[i] != holes[0]) return i;
    char open = holes.back();
    std::size_t code = i + holes.size();
    if (holes == "$") {
      if (at(i + 1) != '{') return is_letter(at(i + 1)) ? i + 2 : i;
      open = '{';
      code = i + 2;
    } else if (!stands(i, end, holes)) {
      return i;
    }
    const auto behind = hole_end(code, end, open);
    if (behind == kNowhere) return i;
    if (depth < kDeepestHole) {
      const bool first = first_of_line_;
      Stream aside{out_.asides, {}};
      lex(code, behind - 1, aside, true, depth + 1);
      first_of_line_ = first;
    }
    return behind;
  }

  struct Scanned {
    std::size_t quote = kNowhere;  ///< where the closing one stands
    bool hole = false;
  };

  /// To the quote (of `length` characters) that closes what begins at `i`. Holes are read only once the end is known.
  Scanned scan_string(std::size_t i, std::size_t end, const Quote& quote, char mark, std::size_t length,
                      std::size_t longest, std::size_t depth) {
    const auto first = i;
    const auto last = std::min(end, i + longest);
    const bool escapes = quote.form != StringForm::raw && quote.form != StringForm::doubled;
    Scanned scanned;
    while (i < last) {
      const char c = text_[i];
      if (c == mark) {
        std::size_t run = 1;
        while (run < length && at(i + run) == mark) ++run;
        if (run == length) {
          if (quote.form == StringForm::doubled && at(i + 1) == mark) {
            i += 2;
            continue;
          }
          scanned.quote = i;
          return scanned;
        }
        i += run;
        continue;
      }
      if (!quote.holes.empty() && c == quote.holes[0]) {
        if (quote.holes == "{" && at(i + 1) == '{') {
          i += 2;
          continue;
        }
        const auto behind = skip_hole(i, last, quote.holes, depth);
        if (behind != i) {
          scanned.hole = true;
          i = behind;
          continue;
        }
      }
      if (c == '\\' && escapes) {
        i += at(i + 1) == '\r' && at(i + 2) == '\n' ? 3 : 2;
        continue;
      }
      if (c == '\n' && !quote.lines) break;
      ++i;
    }
    waste(i - first);
    return scanned;
  }

  [[nodiscard]] StringForm triple_form() const {
    switch (language_) {
      case Language::scala:
      case Language::kotlin: return StringForm::raw;
      case Language::java:
      case Language::swift:
      case Language::elixir: return StringForm::block;
      default: return StringForm::escaped;
    }
  }

  /// A string whose quote stands at `i`, with a prefix from `begin` on. The quote alone where it closes nowhere.
  std::size_t read_string(Stream& stream, std::size_t begin, std::size_t i, std::size_t end, Quote quote, bool aside,
                          std::size_t depth) {
    const char mark = text_[i];
    if (quote.triple && stands(i, end, std::string_view(mark == '"' ? "\"\"\"" : "'''"))) {
      quote.lines = true;
      if (quote.form == StringForm::escaped) quote.form = triple_form();
      const auto scanned = scan_string(i + 3, end, quote, mark, 3, kLongestTemplate, depth);
      if (scanned.quote != kNowhere) {
        return add_string(stream, begin, scanned.quote + 3, i + 3 - begin, 3, quote.form, scanned.hole);
      }
    }
    if (aside) quote.lines = false;
    const auto longest = quote.lines ? (mark == '`' ? kLongestTemplate : kLongestString) : end;
    const auto scanned = scan_string(i + 1, end, quote, mark, 1, longest, depth);
    if (scanned.quote != kNowhere) {
      return add_string(stream, begin, scanned.quote + 1, i + 1 - begin, 1, quote.form, scanned.hole);
    }
    add(stream, TokenKind::op, i, i + 1).value = packed_op(text_.substr(i, 1));
    // One long line full of quotes that nothing closes is not worth more than some readings.
    return patience_ == 0 ? line_end(i + 1, end) : i + 1;
  }

  std::size_t read_character(Stream& stream, std::size_t i, std::size_t end) {
    auto close = i + 1;
    if (at(close) == '\\') {
      close += 2;
      while (close < end && close < i + 12 && text_[close] != '\'' && is_word(text_[close])) ++close;
    } else {
      ++close;
      while (close < end && (static_cast<unsigned char>(text_[close]) & 0xc0U) == 0x80) ++close;
    }
    if (close < end && at(close) == '\'' && at(i + 1) != '\n') {
      return add_string(stream, i, close + 1, 1, 1, StringForm::escaped, false);
    }
    add(stream, TokenKind::op, i, i + 1).value = op_of("'");
    return i + 1;
  }

  /// A raw string that begins with `open_length` bytes and ends with `terminator`.
  std::optional<std::size_t> read_until(Stream& stream, std::size_t begin, std::size_t open_length, std::size_t end,
                                        std::string_view terminator, StringForm form) {
    const auto from = begin + open_length;
    const auto last = std::min(end, from + kLongestTemplate);
    if (patience_ == 0 || from > last || open_length > 255 || terminator.size() > 255) return std::nullopt;
    const auto close = text_.substr(0, last).find(terminator, from);
    if (close == kNowhere) {
      waste(last - from);
      return std::nullopt;
    }
    return add_string(stream, begin, close + terminator.size(), open_length, terminator.size(), form, false);
  }

  /// In brackets that may nest: `%q(a(b))`, `~s{x}`.
  std::optional<std::size_t> read_delimited(Stream& stream, std::size_t begin, std::size_t i, std::size_t end,
                                            StringForm form, std::string_view holes) {
    if (patience_ == 0) return std::nullopt;
    const char open = text_[i];
    const char close = closing(open);
    std::size_t depth = 1;
    bool hole = false;
    const auto last = std::min(end, i + kLongestHole);
    for (auto k = i + 1; k < last; ++k) {
      const char c = text_[k];
      if (c == '\\') {
        ++k;
      } else if (c == close && --depth == 0) {
        return add_string(stream, begin, k + 1, i + 1 - begin, 1, form, hole);
      } else if (c == open) {
        ++depth;
      } else if (!holes.empty() && stands(k, last, holes)) {
        hole = true;
      }
    }
    waste(last - i);
    return std::nullopt;
  }

  /// A body that begins on the next line and ends at a line with `name` alone.
  bool read_heredoc(Stream& stream, std::size_t i, std::size_t end, std::string_view name, StringForm form,
                    std::string_view holes, Heredocs& heredocs) {
    if (patience_ == 0) return false;
    const auto line = line_end(i, end);
    const auto body = heredocs.line_end == line ? heredocs.resume : line + 1;
    for (auto from = body; from < end && from < body + kLongestTemplate;) {
      const auto stop = line_end(from, end);
      auto first = from;
      while (first < stop && is_space(text_[first])) ++first;
      if (text_.compare(first, name.size(), name) == 0 && !is_word(at(first + name.size()))) {
        const auto content = text_.substr(body, from - body);
        const bool hole = !holes.empty() && content.find(holes) != kNowhere;
        const auto without_break = from > body ? from - 1 : from;
        add_string(stream, body, without_break, 0, 0, form, hole);
        heredocs.line_end = line;
        heredocs.resume = stop;
        return true;
      }
      from = stop + 1;
    }
    waste(std::min(end - i, kLongestTemplate));
    return false;
  }

  [[nodiscard]] std::string_view name_at(std::size_t i, std::size_t end) const {
    auto stop = i;
    while (stop < end && stop < i + 64 && is_word(text_[stop])) ++stop;
    return text_.substr(i, stop - i);
  }

  /// `<<~NAME`, `<<-'NAME'`, `<<"NAME"`, `<<<NAME`: behind the mark.
  std::optional<std::size_t> read_heredoc_mark(Stream& stream, std::size_t i, std::size_t end, Heredocs& heredocs) {
    auto k = i + 2;
    if (syntax_.extras.php) {
      if (at(k) != '<') return std::nullopt;
      ++k;
      while (at(k) == ' ') ++k;
    } else if (at(k) == '~' || at(k) == '-') {
      ++k;
    }
    const char quote = at(k) == '\'' || at(k) == '"' ? at(k) : '\0';
    if (quote != '\0') ++k;
    const auto name = name_at(k, end);
    if (name.empty() || is_digit(name[0]) ||
        (quote == '\0' && !syntax_.extras.php && !(name[0] >= 'A' && name[0] <= 'Z'))) {
      return std::nullopt;
    }
    k += name.size();
    if (quote != '\0') {
      if (at(k) != quote) return std::nullopt;
      ++k;
    }
    const auto form = quote == '\'' ? StringForm::raw : StringForm::block;
    const std::string_view holes = quote == '\'' ? "" : (syntax_.extras.ruby ? "#{" : "$");
    if (!read_heredoc(stream, k, end, name, form, holes, heredocs)) return std::nullopt;
    return k;
  }

  /// A regular expression between slashes, on one line; it becomes an operator that nothing understands.
  std::optional<std::size_t> read_regex(Stream& stream, std::size_t i, std::size_t end) {
    if (patience_ == 0) return std::nullopt;
    bool within_class = false;
    auto k = i + 1;
    for (; k < end && text_[k] != '\n' && k < i + kLongestHole; ++k) {
      const char c = text_[k];
      if (c == '\\') {
        ++k;
      } else if (c == '[') {
        within_class = true;
      } else if (c == ']') {
        within_class = false;
      } else if (c == '/' && !within_class) {
        ++k;
        while (k < end && is_letter(text_[k])) ++k;
        add(stream, TokenKind::number, i, k);
        return k;
      }
    }
    waste(k - i);
    return std::nullopt;
  }

  /// The string whose prefix is the word from `i` to `stop`.
  std::optional<std::size_t> read_prefixed(Stream& stream, std::size_t i, std::size_t stop, std::size_t end, bool aside,
                                           std::size_t depth) {
    const auto word = text_.substr(i, stop - i);
    const char next = at(stop);
    const auto& extras = syntax_.extras;
    if (extras.perl && (word == "q" || word == "qq" || word == "qw") && std::string_view("({[</|!").contains(next)) {
      return read_delimited(stream, i, stop, end, word == "q" ? StringForm::minimal : StringForm::escaped,
                            word == "qq" ? "$" : "");
    }
    if (extras.rust && next == '#' && (word == "r" || word == "br" || word == "cr")) {
      std::size_t marks = 0;
      while (at(stop + marks) == '#' && marks < 64) ++marks;
      if (at(stop + marks) != '"') return std::nullopt;
      const std::string terminator = "\"" + std::string(marks, '#');
      return read_until(stream, i, stop - i + marks + 1, end, terminator, StringForm::raw);
    }
    if (next != '"' && next != '\'') return std::nullopt;
    Quote quote = next == '"' ? syntax_.twice : syntax_.single;
    if (extras.python && word.size() <= 3) {
      bool prefix = true;
      for (const char c : word) {
        switch (c | 0x20) {
          case 'r': quote.form = StringForm::raw; break;
          case 'f':
          case 't': quote.holes = "{"; break;
          case 'b':
          case 'u': break;
          default: prefix = false;
        }
      }
      if (prefix) return read_string(stream, i, stop, end, quote, aside, depth);
    }
    if (extras.cpp && (word == "L" || word == "u" || word == "U" || word == "u8" || word == "S")) {
      return read_string(stream, i, stop, end, quote, aside, depth);
    }
    if (extras.cpp && next == '"' && word.ends_with('R') && word.size() <= 3) {
      const auto open = text_.substr(0, std::min(end, stop + 18)).find('(', stop + 1);
      if (open == kNowhere) return std::nullopt;
      const std::string terminator = ")" + std::string(text_.substr(stop + 1, open - stop - 1)) + "\"";
      return read_until(stream, i, open + 1 - i, end, terminator, StringForm::raw);
    }
    if (extras.rust && (word == "b" || word == "c" || word == "r" || word == "br" || word == "cr")) {
      if (next == '\'' || word.ends_with('r')) quote.form = StringForm::raw;
      if (next == '\'') return std::nullopt;
      return read_string(stream, i, stop, end, quote, aside, depth);
    }
    if (extras.dart && word == "r") {
      quote.form = StringForm::raw;
      quote.holes = {};
      return read_string(stream, i, stop, end, quote, aside, depth);
    }
    if (extras.scala && next == '"') {
      if (word == "raw") quote.form = StringForm::raw;
      if (word == "s" || word == "f") quote.holes = "$";
      return read_string(stream, i, stop, end, quote, aside, depth);
    }
    return std::nullopt;
  }

  /// C#'s `@"` and `$"`, and raw strings in three or more quotes.
  std::optional<std::size_t> read_csharp(Stream& stream, std::size_t i, std::size_t end, bool aside,
                                         std::size_t depth) {
    Quote quote = syntax_.twice;
    auto k = i;
    for (; k < i + 4 && (at(k) == '@' || at(k) == '$'); ++k) {
      if (at(k) == '@') {
        quote.form = StringForm::doubled;
        quote.lines = true;
      } else {
        quote.holes = "{";
      }
    }
    if (at(k) != '"') return std::nullopt;
    std::size_t marks = 0;
    while (at(k + marks) == '"' && marks < 16) ++marks;
    if (marks >= 3 && quote.form != StringForm::doubled) {
      const auto holes = quote.holes;
      const auto behind = read_until(stream, i, k + marks - i, end, std::string(marks, '"'), StringForm::block);
      if (behind && !holes.empty()) stream.tokens.back().has_hole = true;
      return behind;
    }
    return read_string(stream, i, k, end, quote, aside, depth);
  }

  /// Swift's `#"`.
  std::optional<std::size_t> read_swift(Stream& stream, std::size_t i, std::size_t end) {
    std::size_t marks = 0;
    while (at(i + marks) == '#' && marks < 16) ++marks;
    if (at(i + marks) != '"') return std::nullopt;
    return read_until(stream, i, marks + 1, end, "\"" + std::string(marks, '#'), StringForm::raw);
  }

  /// `[[ ]]` and `[=[ ]=]`.
  std::optional<std::size_t> read_lua(Stream& stream, std::size_t i, std::size_t end) {
    std::size_t level = 0;
    while (at(i + 1 + level) == '=' && level < 16) ++level;
    if (at(i + 1 + level) != '[') return std::nullopt;
    return read_until(stream, i, level + 2, end, "]" + std::string(level, '=') + "]", StringForm::raw);
  }

  /// Ruby's `%q(`, `%w[` and the like; Elixir's sigils.
  std::optional<std::size_t> read_percent(Stream& stream, std::size_t i, std::size_t end) {
    auto k = i + 1;
    char letter = 'Q';
    if (is_letter(at(k))) letter = text_[k++];
    const char open = at(k);
    if (std::string_view("([{<|!").find(open) == kNowhere || open == '\0') return std::nullopt;
    const bool raw = letter == 'q' || letter == 'w' || letter == 'i';
    return read_delimited(stream, i, k, end, raw ? StringForm::minimal : StringForm::escaped, raw ? "" : "#{");
  }
  std::optional<std::size_t> read_sigil(Stream& stream, std::size_t i, std::size_t end, std::size_t depth) {
    const char letter = at(i + 1);
    const auto k = i + 2;
    if (!is_letter(letter)) return std::nullopt;
    const bool raw = letter >= 'A' && letter <= 'Z';
    const char open = at(k);
    if (open == '"' || open == '\'') {
      Quote quote = open == '"' ? syntax_.twice : syntax_.single;
      if (raw) quote.form = StringForm::raw;
      if (raw) quote.holes = {};
      return read_string(stream, i, k, end, quote, false, depth);
    }
    if (open == '\0' || std::string_view("([{<|/").find(open) == kNowhere) return std::nullopt;
    return read_delimited(stream, i, k, end, raw ? StringForm::raw : StringForm::escaped, raw ? "" : "#{");
  }

  std::size_t read_word(Stream& stream, std::size_t i, std::size_t end, bool aside, std::size_t depth) {
    auto stop = i + 1;
    while (stop < end && of_word_[static_cast<std::uint8_t>(text_[stop])]) ++stop;
    const char next = at(stop);
    if (next == '"' || next == '\'' || next == '#' || (syntax_.extras.perl && stop - i <= 2)) {
      if (const auto behind = read_prefixed(stream, i, stop, end, aside, depth)) return *behind;
    }
    add(stream, TokenKind::word, i, stop).value = word_hash(text_.substr(i, stop - i));
    return stop;
  }

  std::size_t read_number(Stream& stream, std::size_t i, std::size_t end) {
    auto stop = i + 1;
    while (stop < end && (is_word(text_[stop]) || (text_[stop] == '.' && is_digit(at(stop + 1))) ||
                          (text_[stop] == '\'' && syntax_.extras.cpp && is_word(at(stop + 1))))) {
      ++stop;
    }
    add(stream, TokenKind::number, i, stop);
    return stop;
  }

  std::size_t read_operator(Stream& stream, std::size_t i, std::size_t end) {
    std::size_t length = 1;
    // Most stand alone: then the next character is none that goes on.
    if (i + 1 < end && kGoesOn[static_cast<std::uint8_t>(text_[i + 1])]) {
      const auto has = [](const auto& all, std::uint32_t op) { return std::ranges::binary_search(all, op); };
      if (i + 2 < end && has(kThrees, packed_op(text_.substr(i, 3)))) {
        length = 3;
      } else if (has(kTwos, packed_op(text_.substr(i, 2)))) {
        length = 2;
      }
    }
    add(stream, TokenKind::op, i, i + length).value = packed_op(text_.substr(i, length));
    return i + length;
  }

  /// Behind the comment that begins at `i`, whose words have been read as code; `i` where none does.
  std::size_t read_comment(std::size_t i, std::size_t end) {
    std::size_t from = 0, to = 0, behind = 0;
    if (syntax_.extras.lua && stands(i, end, "--[")) {
      std::size_t level = 0;
      while (at(i + 3 + level) == '=' && level < 16) ++level;
      if (at(i + 3 + level) == '[') {
        const std::string terminator = "]" + std::string(level, '=') + "]";
        from = i + 4 + level;
        to = std::min(text_.substr(0, end).find(terminator, from), end);
        behind = std::min(to + terminator.size(), end);
      }
    }
    if (syntax_.extras.shell && stands(i, end, "<#")) {  // PowerShell's
      from = i + 2;
      to = std::min(text_.substr(0, end).find("#>", from), end);
      behind = std::min(to + 2, end);
    }
    if (behind == 0 && stands(i, end, syntax_.block_begin)) {
      from = i + syntax_.block_begin.size();
      to = std::min(text_.substr(0, end).find(syntax_.block_end, from), end);
      behind = std::min(to + syntax_.block_end.size(), end);
    }
    if (behind == 0) {
      for (const auto mark : syntax_.line_comments) {
        if (!stands(i, end, mark)) continue;
        if (mark == "#" && at(i + 1) == '[' && syntax_.extras.php) continue;
        if (mark == "#" && syntax_.extras.shell && i > 0 && !is_space(text_[i - 1])) continue;
        from = i + mark.size();
        to = behind = line_end(from, end);
        if (syntax_.extras.php)
          to = behind = std::min(behind, std::max(from, text_.substr(0, behind).find("?>", from)));
        break;
      }
    }
    if (behind == 0) return i;
    const bool first = first_of_line_;
    first_of_line_ = true;
    lex(from, to, comments_, true, kDeepestHole);
    first_of_line_ = first || text_.substr(i, behind - i).find('\n') != kNowhere;
    return behind;
  }

  /// What only one language or two have, at `i`.
  std::optional<std::size_t> read_special(Stream& stream, std::size_t i, std::size_t end, bool aside, std::size_t depth,
                                          Heredocs& heredocs) {
    const char c = text_[i];
    const auto& extras = syntax_.extras;
    switch (c) {
      case '/':
        if (extras.regex && value_is_due(stream)) return read_regex(stream, i, end);
        break;
      case '<':
        if (!aside && at(i + 1) == '<' && (extras.php || ((extras.ruby || extras.perl) && at(i + 2) != ' '))) {
          return read_heredoc_mark(stream, i, end, heredocs);
        }
        break;
      case '%':
        if (extras.ruby && value_is_due(stream)) return read_percent(stream, i, end);
        break;
      case '~':
        if (extras.elixir) return read_sigil(stream, i, end, depth);
        break;
      case '[':
        if (extras.lua) return read_lua(stream, i, end);
        break;
      case '#':
        if (extras.swift) return read_swift(stream, i, end);
        break;
      case '@':
      case '$':
        if (extras.csharp) return read_csharp(stream, i, end, aside, depth);
        if (extras.shell && c == '$' && at(i + 1) == '\'') {
          return read_string(stream, i, i + 1, end, {.kind = Quote::Kind::string, .lines = true}, aside, depth);
        }
        break;
      case '"':
        if (extras.csharp && at(i + 1) == '"' && at(i + 2) == '"') return read_csharp(stream, i, end, aside, depth);
        break;
      default: break;
    }
    return std::nullopt;
  }

  /// In prose an apostrophe stands between letters.
  [[nodiscard]] bool is_apostrophe(std::size_t i, std::size_t begin) const {
    return text_[i] == '\'' && i > begin && is_word(text_[i - 1]) && is_letter(at(i + 1));
  }

  std::size_t read_quote(Stream& stream, std::size_t i, std::size_t begin, std::size_t end, bool aside,
                         std::size_t depth) {
    const char c = text_[i];
    const auto& quote = c == '"' ? syntax_.twice : c == '\'' ? syntax_.single : syntax_.back;
    if (quote.kind == Quote::Kind::character) return read_character(stream, i, end);
    if (quote.kind == Quote::Kind::string && !(aside && is_apostrophe(i, begin))) {
      return read_string(stream, i, i, end, quote, aside, depth);
    }
    return read_operator(stream, i, end);
  }

  void lex(std::size_t i, std::size_t end, Stream& stream, bool aside, std::size_t depth) {
    const auto begin = i;
    Heredocs heredocs;
    while (i < end) {
      const char c = text_[i];
      if (is_space(c)) {
        if (c == '\n') {
          first_of_line_ = true;
          if (i == heredocs.line_end && heredocs.resume > i) {
            i = heredocs.resume;
            heredocs = {};
            continue;
          }
        }
        ++i;
        continue;
      }
      if (is_letter(c)) {
        i = read_word(stream, i, end, aside, depth);
        continue;
      }
      if (is_digit(c)) {
        i = read_number(stream, i, end);
        continue;
      }
      if (!aside && begins_comment_[static_cast<std::uint8_t>(c)]) {
        const auto behind = read_comment(i, end);
        if (behind != i) {
          i = behind;
          continue;
        }
      }
      if (!aside && syntax_.extras.php && c == '?' && at(i + 1) == '>') {
        i = php_begin(i);
        continue;
      }
      if (const auto behind = read_special(stream, i, end, aside, depth, heredocs)) {
        i = *behind;
        continue;
      }
      if (c == '"' || c == '\'' || c == '`') {
        i = read_quote(stream, i, begin, end, aside, depth);
      } else if (syntax_.word_marks.find(c) != kNowhere && (is_letter(at(i + 1)) || at(i + 1) == '@')) {
        i = read_word(stream, i, end, aside, depth);
      } else if (c == '(' || c == '[' || c == '{' || c == ')' || c == ']' || c == '}') {
        add_bracket(stream, i++);
      } else {
        i = read_operator(stream, i, end);
      }
    }
  }

  std::string_view text_;
  Language language_;
  const Syntax& syntax_;
  Lexed& out_;
  Stream comments_{out_.asides, {}};  ///< one for all of them: a call may go on in the next
  std::array<bool, 256> begins_comment_{};
  std::array<bool, 256> of_word_{};
  std::size_t patience_;  ///< bytes that searches without success may still read
  bool first_of_line_ = true;
};

}  // namespace

Lexed lex(std::string_view text, Language language, bool is_part) {
  Lexed lexed;
  Lexer(text, language, lexed).run(is_part);
  return lexed;
}

}  // namespace jwtkeep::scan::code
