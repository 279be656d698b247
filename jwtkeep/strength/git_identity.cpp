#include "jwtkeep/strength/git_identity.hpp"

#include <algorithm>

#include "jwtkeep/base/trimmed.hpp"
#include "jwtkeep/strength/letters.hpp"

namespace jwtkeep::strength {
namespace {

constexpr std::string_view kSpace = " \t\r";
constexpr std::size_t kMostValues = 16;
constexpr std::size_t kLongestValue = 256;

std::string_view trimmed(std::string_view text) { return base::trimmed(text, kSpace); }

/// Names of sections and keys are the same in any case.
bool is_name(std::string_view text, std::string_view name) {
  return std::ranges::equal(
      text, name, [](char a, char b) { return lower(static_cast<std::uint8_t>(a)) == static_cast<std::uint8_t>(b); });
}

/// Without quotation marks and comment; a backslash stands for what follows it.
std::string value_of(std::string_view text) {
  std::string out;
  bool quoted = false;
  for (std::size_t at = 0; at < text.size() && out.size() < kLongestValue; ++at) {
    const char c = text[at];
    if (c == '\\' && at + 1 < text.size()) {
      out += text[++at];
    } else if (c == '"') {
      quoted = !quoted;
    } else if ((c == '#' || c == ';') && !quoted) {
      break;
    } else {
      out += c;
    }
  }
  return std::string(trimmed(out));
}

}  // namespace

std::vector<std::string> git_identity(std::string_view config) {
  std::vector<std::string> found;
  bool in_user = false;
  while (!config.empty() && found.size() < kMostValues) {
    const std::size_t length = std::min(config.find('\n'), config.size());
    const std::string_view line = trimmed(config.substr(0, length));
    config.remove_prefix(std::min(length + 1, config.size()));
    if (line.starts_with('[')) {
      const std::size_t end = line.find(']');
      in_user = end != std::string_view::npos && is_name(trimmed(line.substr(1, end - 1)), "user");
      continue;
    }
    const std::size_t equals = line.find('=');
    if (!in_user || equals == std::string_view::npos) continue;
    const std::string_view key = trimmed(line.substr(0, equals));
    if (!is_name(key, "name") && !is_name(key, "email")) continue;
    if (std::string value = value_of(trimmed(line.substr(equals + 1))); !value.empty())
      found.push_back(std::move(value));
  }
  return found;
}

}  // namespace jwtkeep::strength
