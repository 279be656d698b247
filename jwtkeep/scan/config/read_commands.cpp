// Commands and what sets variables for them: shells, PowerShell, Make, Docker.
#include <algorithm>
#include <optional>

#include "jwtkeep/scan/ascii.hpp"
#include "jwtkeep/scan/config/readers.hpp"

namespace jwtkeep::scan {
namespace {

constexpr int kDeepest = 4;  // commands in quotation marks within commands

struct Word {
  Span span;  // with its quotation marks
  bool quoted = false;
};

class Reader {
 public:
  Reader(Reading& reading, Span range, NamePath& path, Commands flavour, int depth)
      : reading_(reading),
        text_(reading.text().substr(0, range.end)),
        at_(range.begin),
        path_(path),
        flavour_(flavour),
        depth_(depth) {}

  void read() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\n' || c == ';') {
        ++at_;
        end_command();
      } else if (is_between(c)) {
        ++at_;
      } else if (c == '\\' || (c == '`' && flavour_ == Commands::powershell)) {
        at_ += 2;
        if (at_ <= text_.size() && text_[at_ - 1] == '\r') ++at_;
      } else if (flavour_ == Commands::powershell && text_.substr(at_).starts_with("<#")) {
        const auto end = text_.find("#>", at_);
        at_ = end == std::string_view::npos ? text_.size() : end + 2;
      } else if (c == '#') {
        comment();
      } else if (c == '[' && flavour_ == Commands::docker &&
                 text_.substr(at_ + 1).find_first_not_of(' ') == text_.substr(at_ + 1).find('"')) {
        list();
      } else if (c == '<') {
        here_document();
      } else {
        word(next());
      }
    }
    end_command();
  }

 private:
  /// What stands between words; a here-document's and PowerShell's comments begin with a `<`, too.
  [[nodiscard]] bool is_between(char c) const noexcept {
    if (is_blank(c) || std::string_view("|&(){},>").contains(c)) return true;
    const auto next = text_.substr(at_ + 1, 2);
    return c == '<' && !(next.starts_with('<') && next != "<<") &&
           !(flavour_ == Commands::powershell && next.starts_with('#'));
  }

  [[nodiscard]] std::string_view of(Span span) const noexcept { return span.of(text_); }

  /// `CMD ["serve", "--jwt-secret", "x"]`, in one line or in several that end in a backslash.
  void list() {
    auto end = std::min(text_.find('\n', at_), text_.size());
    while (end < text_.size() && text_[end - 1] == '\\') end = std::min(text_.find('\n', end + 1), text_.size());
    read_braced(reading_, {at_, end}, path_, Braced::json);
    at_ = end;
  }

  void end_command() {
    pair_.close(reading_);
    before_ = {};
    option_ = {};
    command_ = {};
  }

  /// A variable that a comment sets all the same; sentences are left alone.
  void comment() {
    const auto end = std::min(text_.find('\n', at_), text_.size());
    while (at_ < end && (text_[at_] == '#' || text_[at_] == ' ')) ++at_;
    const auto sign = text_.find('=', at_);
    const bool sets = sign < end && of({at_, sign}).find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") ==
                                        (of({at_, sign}).starts_with("export ") ? 0 : std::string_view::npos);
    if (!sets || !reading_.has_trigger({at_, end})) at_ = end;
  }

  /// A word with whatever its quotation marks hold together.
  Word next() {
    const auto begin = at_;
    Word word;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if ((c == '"' || c == '\'') && !is_apostrophe()) {
        at_ = closing_quote(at_) + 1;
        word.quoted = true;
        continue;
      }
      if (c == '\\' && flavour_ != Commands::powershell) {
        at_ += 2;
        continue;
      }
      if (c == '$' && at_ + 1 < text_.size() && (text_[at_ + 1] == '{' || text_[at_ + 1] == '(')) {
        at_ = closing(at_ + 1) + 1;
        continue;
      }
      if (is_blank(c) || c == ';' || c == '|' || c == ')' || (c == '&' && (at_ == begin || text_[at_ - 1] != '=')))
        break;
      if ((c == '<' || c == '>' || c == '(') && at_ > begin) break;
      ++at_;
    }
    at_ = std::min(std::max(at_, begin + 1), text_.size());
    word.span = {begin, at_};
    return word;
  }

  /// In `it's`, as messages and comments have it.
  [[nodiscard]] bool is_apostrophe() const noexcept {
    return text_[at_] == '\'' && at_ > 0 && is_letter(text_[at_ - 1]) && at_ + 1 < text_.size() &&
           is_letter(text_[at_ + 1]);
  }

  [[nodiscard]] std::size_t closing_quote(std::size_t at) const noexcept {
    const char quote = text_[at];
    for (auto end = at + 1; end < text_.size(); ++end) {
      if (text_[end] == '\\' && quote == '"' && flavour_ != Commands::powershell) {
        ++end;
      } else if (text_[end] == quote) {
        return end;
      }
    }
    // An apostrophe: the line's end closes it.
    return std::min(text_.find('\n', at), text_.size()) - 1;
  }

  [[nodiscard]] std::size_t closing(std::size_t at) const noexcept {
    constexpr std::size_t kReach = 1024;
    const char open = text_[at];
    const char close = open == '{' ? '}' : ')';
    std::size_t depth = 0;
    for (auto end = at; end < std::min(text_.size(), at + kReach); ++end) {
      if (text_[end] == open) ++depth;
      if (text_[end] == close && --depth == 0) return end;
    }
    return at;
  }

  /// The value without the quotation marks around all of it.
  [[nodiscard]] Scalar scalar_of(Span span) const noexcept {
    Scalar scalar{.span = span, .is_command = true};
    if (span.size() >= 2 && (text_[span.begin] == '"' || text_[span.begin] == '\'') &&
        text_[span.end - 1] == text_[span.begin]) {
      scalar.span = {span.begin + 1, span.end - 1};
      scalar.quoted = true;
      if (text_[span.begin] == '"' && of(scalar.span).contains('\\')) scalar.escapes = Escapes::shell;
    }
    return scalar;
  }

  /// A name without what sets it: dashes, `-D`, `$env:`, `$`.
  [[nodiscard]] Span name_of(Span span) const noexcept {
    span = scalar_of(span).span;
    if (of(span).starts_with("-D") || of(span).starts_with("-P")) span.begin += 2;
    for (const std::string_view prefix : {"$env:", "$Env:", "$ENV:", "env:", "$script:", "$global:"}) {
      if (of(span).starts_with(prefix)) span.begin += prefix.size();
    }
    while (!span.empty() && std::string_view("-$/\"'").contains(text_[span.begin])) ++span.begin;
    while (!span.empty() && std::string_view(":?+!\"'").contains(text_[span.end - 1])) --span.end;
    return span;
  }

  [[nodiscard]] bool is_name(Span span) const noexcept {
    return !span.empty() && span.size() <= 120 && std::ranges::all_of(of(span), [](char c) {
      return is_word(c) || c == '-' || c == '.' || c == ':' || c == '/' || c == '[' || c == ']';
    });
  }

  void told(Span name, const Scalar& value) {
    const auto depth = path_.depth();
    if (of(command_) == "jwt" || of(command_) == "jose" || of(command_) == "jwt-cli") {
      reading_.push(path_, command_);
      if (of(name) == "S") path_.push("secret", true);
    }
    pair_.member(reading_, path_, name, value);
    path_.pop_to(depth);
  }

  void word(const Word& word) {
    if (command_.empty()) command_ = word.span;
    const auto before = before_;
    before_ = word.span;
    if (of(word.span) == "=" || of(word.span) == ":=" || of(word.span) == "?=" || of(word.span) == "::=" ||
        of(word.span) == "+=") {
      assignment(before);
      return;
    }
    const auto sign = sign_at(word.span);
    if (sign) {
      const auto name = name_of({word.span.begin, *sign});
      if (is_name(name)) {
        const auto value = scalar_of({*sign + 1, word.span.end});
        told(name, value);
        deeper(value.span);
        option_ = {};
        return;
      }
    }
    const auto scalar = scalar_of(word.span);
    if (!option_.empty() && !(text_[word.span.begin] == '-' && !word.quoted)) {
      told(option_, scalar);
    } else if (!before.empty() && names_variable(before) && is_name(before)) {
      told(before, scalar);
    } else if (of(word.span).contains("${") || (word.quoted && reading_.has_trigger(word.span))) {
      const NamePath none;
      reading_.entry(none, scalar);
    }
    if (word.quoted) deeper(scalar.span);
    if (of(before) == "set" && is_name(word.span)) pair_.name(scalar);
    option_ = {};
    if (text_[word.span.begin] == '-' && !word.quoted) {
      const auto name = name_of(word.span);
      if (is_name(name)) option_ = name;
    }
  }

  /// Whether the word before is one whose value follows without a sign: `ENV NAME x`, `set -x NAME x`, `setx NAME x`.
  bool names_variable(Span before) {
    const bool named = reading_.has_trigger(before) && set_;
    set_ = false;
    const auto word = of(before);
    if (word == "ENV" || word == "ARG" || word == "setx" || word == "-gx" || word == "-x" || word == "-Ux" ||
        word == "setenv")
      set_ = true;
    return named;
  }

  /// `NAME = x`: in Make up to the line's end, elsewhere the next word.
  void assignment(Span before) {
    if (before.empty()) return;
    const bool variable = text_[before.begin] == '$';
    if (variable && flavour_ != Commands::powershell) return;  // a comparison
    const auto name = name_of(before);
    if (!is_name(name)) return;
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
    if (at_ >= text_.size() || text_[at_] == '\n') return;
    if (flavour_ != Commands::make) {
      const auto value = next();
      told(name, scalar_of(value.span));
      return;
    }
    auto end = std::min(text_.find('\n', at_), text_.size());
    const Span line{at_, end};
    if (const auto sign = of(line).find(" #"); sign != std::string_view::npos) end = at_ + sign;
    while (end > at_ && is_blank(text_[end - 1])) --end;
    told(name, scalar_of({at_, end}));
    at_ = std::min(text_.find('\n', at_), text_.size());
  }

  /// The `=` between a name and its value, before any quotation mark within the word.
  [[nodiscard]] std::optional<std::size_t> sign_at(Span span) const noexcept {
    for (auto at = span.begin; at < span.end; ++at) {
      const char c = text_[at];
      if (c == '=') return at > span.begin && at + 1 < span.end ? std::optional(at) : std::nullopt;
      if (!is_word(c) && !std::string_view("-.:/$?+[]").contains(c)) return std::nullopt;
    }
    return std::nullopt;
  }

  /// What is a command of its own: `bash -c "..."`, `--from-literal=a=b`, `echo "A=b"`.
  void deeper(Span span) {
    if (depth_ >= kDeepest || !reading_.has_trigger(span) || !reading_.may_read(span.size())) return;
    const auto inner = of(span);
    if (!inner.contains('=') && !inner.contains(" -")) return;
    if (inner.starts_with('{') || inner.starts_with('[') || inner.contains('\n')) return;  // `entry` reads those
    Reader(reading_, span, path_, flavour_, depth_ + 1).read();
  }

  void here_document() {
    auto at = at_ + 2;
    if (at < text_.size() && text_[at] == '-') ++at;
    while (at < text_.size() && (text_[at] == ' ' || text_[at] == '"' || text_[at] == '\'' || text_[at] == '\\')) ++at;
    auto end = at;
    while (end < text_.size() && is_word(text_[end])) ++end;
    const auto mark = of({at, end});
    const auto line = text_.find('\n', end);
    at_ += 2;
    if (mark.empty() || line == std::string_view::npos || mark == unended_ || !reading_.may_read(1)) return;
    for (auto begin = line + 1; begin < text_.size();) {
      const auto stop = std::min(text_.find('\n', begin), text_.size());
      if (trimmed(of({begin, stop})) == mark) {
        const Span body{line + 1, begin};
        // What follows on the command's own line says only where the document goes.
        at_ = stop;
        if (reading_.has_trigger(body)) {
          const auto depth = path_.depth();
          const auto language = guessed_language(of(body));
          if (language != Language::shell) {
            read_config(reading_, body, path_, language);
          } else if (depth_ < kDeepest) {
            Reader(reading_, body, path_, flavour_, depth_ + 1).read();
          }
          path_.pop_to(depth);
        }
        end_command();
        return;
      }
      begin = stop + 1;
    }
    reading_.may_read(text_.size() - at_);
    unended_ = mark;
  }

  Reading& reading_;
  std::string_view text_;
  std::size_t at_;
  NamePath& path_;
  Commands flavour_;
  int depth_;
  NamedValue pair_;
  Span before_, option_, command_;
  std::string_view unended_;  // the mark of a here-document that the text does not have again
  bool set_ = false;
};

}  // namespace

void read_commands(Reading& reading, Span range, NamePath& path, Commands flavour) {
  const auto depth = path.depth();
  Reader(reading, range, path, flavour, 0).read();
  path.pop_to(depth);
}

}  // namespace jwtkeep::scan
