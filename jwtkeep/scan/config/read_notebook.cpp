// Notebooks of Jupyter: a cell's code, whose lines are strings of a JSON array.
#include <algorithm>

#include "jwtkeep/scan/ascii.hpp"
#include "jwtkeep/scan/config/readers.hpp"

namespace jwtkeep::scan {
namespace {

/// Where the string whose opening quotation mark stands before `at` ends.
std::size_t string_end(std::string_view text, std::size_t at) noexcept {
  for (; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at;
    }
  }
  return text.size();
}

}  // namespace

void read_notebook(Reading& reading, Span range) {
  constexpr std::string_view kSource = "\"source\"";
  const auto text = reading.text().substr(0, range.end);
  for (auto at = text.find(kSource, range.begin); at != std::string_view::npos; at = text.find(kSource, at)) {
    at += kSource.size();
    while (at < text.size() && (is_blank(text[at]) || text[at] == ':')) ++at;
    const bool list = at < text.size() && text[at] == '[';
    if (list) ++at;
    PlacedText code;
    while (at < text.size()) {
      while (at < text.size() && (is_blank(text[at]) || (list && text[at] == ','))) ++at;
      if (at >= text.size() || text[at] != '"') break;
      const auto end = string_end(text, at + 1);
      code.append(text, {at + 1, end}, Escapes::backslash);
      at = std::min(end + 1, text.size());
      if (!list) break;
    }
    if (!code.view().empty()) reading.code(code, Language::python);
  }
}

}  // namespace jwtkeep::scan
