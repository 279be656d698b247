#include "cli/wrapped.hpp"

#include <algorithm>

#include "cli/output.hpp"

namespace jwtkeep::cli {

std::string wrapped(std::string_view text, int width, std::size_t indent) {
  const auto most = static_cast<std::size_t>(std::max(width, 1));
  std::string lines;
  std::string line(indent, ' ');
  bool fresh = true;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    const auto word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (word.empty()) continue;
    if (!fresh && shown_width(line) + 1 + shown_width(word) > most) {
      lines += line + "\n";
      line.assign(indent + 2, ' ');
      fresh = true;
    }
    if (!fresh) line += ' ';
    line += word;
    fresh = false;
  }
  return lines + line + "\n";
}

}  // namespace jwtkeep::cli
