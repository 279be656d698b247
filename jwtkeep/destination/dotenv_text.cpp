#include "jwtkeep/destination/dotenv_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace jwtkeep::destination {
namespace {

using base::fail;
using base::Reason;
using base::Result;
using base::SecretBytes;

constexpr std::string_view kBlanks = " \t";

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {
    constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
    if (text_.starts_with(kByteOrderMark)) text_.remove_prefix(kByteOrderMark.size());
  }

  Result<std::vector<Variable>> read() {
    while (!text_.empty()) JWTKEEP_CHECK(read_line());
    return std::move(variables_);
  }

 private:
  std::unexpected<base::Error> no_line(std::string_view why) const {
    return fail(Reason::malformed, fmt::format("line {} of the dotenv file {}", line_, why),
                "write NAME=value, with quotes around a value that has spaces, `#` or line breaks");
  }

  void skip_blanks() { text_.remove_prefix(std::min(text_.find_first_not_of(kBlanks), text_.size())); }

  /// What is left of the line, without its end; the next line comes after it.
  std::string_view rest_of_line() {
    const auto end = std::min(text_.find('\n'), text_.size());
    auto rest = text_.substr(0, end);
    text_.remove_prefix(std::min(end + 1, text_.size()));
    ++line_;
    if (rest.ends_with('\r')) rest.remove_suffix(1);
    return rest;
  }

  Result<void> read_line() {
    skip_blanks();
    if (text_.empty() || text_.front() == '#' || text_.front() == '\n' || text_.front() == '\r') {
      rest_of_line();
      return {};
    }
    return read_assignment();
  }

  Result<void> read_assignment() {
    constexpr std::string_view kExport = "export";
    if (text_.starts_with(kExport) && text_.size() > kExport.size() && kBlanks.contains(text_[kExport.size()])) {
      text_.remove_prefix(kExport.size());
      skip_blanks();
    }
    const auto end = std::min(text_.find_first_of("= \t\r\n"), text_.size());
    std::string name(text_.substr(0, end));
    if (!is_variable_name(name)) return no_line("does not begin with a variable's name");
    text_.remove_prefix(end);
    skip_blanks();
    if (text_.empty() || text_.front() != '=') return no_line("has no `=` behind the name");
    text_.remove_prefix(1);
    skip_blanks();
    JWTKEEP_TRY(auto value, read_value());
    const auto known = std::ranges::find(variables_, name, &Variable::name);
    if (known == variables_.end()) {
      variables_.push_back({std::move(name), std::move(value), true});
    } else {
      known->value = std::move(value);
    }
    return {};
  }

  Result<SecretBytes> read_value() {
    if (text_.empty()) return SecretBytes();
    const char quote = text_.front();
    if (quote != '\'' && quote != '"' && quote != '`') return read_plain();
    text_.remove_prefix(1);
    JWTKEEP_TRY(auto value, quote == '"' ? read_escaped() : read_literal(quote));
    const auto behind = rest_of_line();
    const auto first = behind.find_first_not_of(kBlanks);
    if (first != std::string_view::npos && behind[first] != '#') {
      --line_;
      return no_line("goes on behind its closing quote");
    }
    return value;
  }

  SecretBytes read_plain() {
    auto value = rest_of_line();
    for (std::size_t at = value.find('#'); at != std::string_view::npos; at = value.find('#', at + 1)) {
      if (at != 0 && !kBlanks.contains(value[at - 1])) continue;
      value = value.substr(0, at);
      break;
    }
    const auto last = value.find_last_not_of(kBlanks);
    return SecretBytes::copy_of(value.substr(0, last == std::string_view::npos ? 0 : last + 1));
  }

  Result<SecretBytes> read_literal(char quote) {
    const auto end = text_.find(quote);
    if (end == std::string_view::npos) return no_line("has a quote that is never closed");
    auto value = SecretBytes::copy_of(text_.substr(0, end));
    pass(end + 1);
    return value;
  }

  Result<SecretBytes> read_escaped() {
    base::SecretBuilder value;
    while (true) {
      const auto end = text_.find_first_of("\"\\");
      if (end == std::string_view::npos) return no_line("has a quote that is never closed");
      value.append(text_.substr(0, end));
      const bool closed = text_[end] == '"';
      if (!closed && end + 1 == text_.size()) return no_line("has a quote that is never closed");
      if (!closed) append_escape(value, text_.substr(end, 2));
      pass(closed ? end + 1 : end + 2);
      if (closed) return value.take();
    }
  }

  static void append_escape(base::SecretBuilder& value, std::string_view escape) {
    switch (escape[1]) {
      case 'n': value.append(std::string_view("\n")); break;
      case 'r': value.append(std::string_view("\r")); break;
      case 't': value.append(std::string_view("\t")); break;
      case '"':
      case '\\': value.append(escape.substr(1)); break;
      default: value.append(escape);  // as it stands: what it means differs between readers
    }
  }

  /// Over characters that may hold line breaks.
  void pass(std::size_t count) {
    line_ += static_cast<std::size_t>(std::ranges::count(text_.substr(0, count), '\n'));
    text_.remove_prefix(count);
  }

  std::string_view text_;
  std::size_t line_ = 1;
  std::vector<Variable> variables_;
};

}  // namespace

Result<std::vector<Variable>> read_dotenv(const SecretBytes& text) {
  return text.reveal([](base::ByteView bytes) { return Reader(base::as_text(bytes)).read(); });
}

}  // namespace jwtkeep::destination
