#include "jwtkeep/scan/source/ignore/ignore_file.hpp"

#include <algorithm>
#include <ranges>
#include <utility>

namespace jwtkeep::scan {
namespace {

constexpr std::string_view kSpecial = "*?[\\";

/// Blanks at the end mean nothing, unless a `\` stands before them.
std::string_view without_trailing_blanks(std::string_view line) {
  std::size_t end = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (line[at] == '\\') {
      if (++at == line.size()) return line;
      end = at + 1;
    } else if (line[at] != ' ') {
      end = at + 1;
    }
  }
  return line.substr(0, end);
}

}  // namespace

IgnoreFile::IgnoreFile(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    line = line.substr(0, line.find('\0'));
    if (!line.starts_with('#')) add(without_trailing_blanks(line));
  }
}

void IgnoreFile::add(std::string_view line) {
  Pattern pattern{Form::name, false, false, {}, 0};
  if (line.starts_with('!')) {
    pattern.keeps = true;
    line.remove_prefix(1);
  }
  if (line.ends_with('/')) {
    pattern.folders = true;
    line.remove_suffix(1);
  }
  if (line.empty()) return;
  const bool is_path = line.contains('/');
  if (line.starts_with('/')) line.remove_prefix(1);
  const bool plain = line.find_first_of(kSpecial) == std::string_view::npos;
  if (plain) {
    pattern.form = is_path ? Form::path : Form::name;
    pattern.literal = line;
  } else if (!is_path && line.starts_with('*') && line.find_first_of(kSpecial, 1) == std::string_view::npos) {
    pattern.form = Form::name_end;
    pattern.literal = line.substr(1);
  } else {
    pattern.form = is_path ? Form::path_glob : Form::name_glob;
    pattern.glob = globs_.size();
    // As git has it, what follows the plain beginning of a path is a pattern of its own: its `**` begins a part.
    if (is_path) pattern.literal = line.substr(0, line.find_first_of(kSpecial));
    globs_.emplace_back(line.substr(pattern.literal.size()));
  }
  const auto at = patterns_.size();
  if (pattern.form == Form::name) {
    names_[pattern.literal].push_back(at);
  } else {
    others_.push_back(at);
  }
  patterns_.push_back(std::move(pattern));
}

bool IgnoreFile::matches(const Pattern& pattern, std::string_view path, std::string_view name) const {
  switch (pattern.form) {
    case Form::name: return name == pattern.literal;
    case Form::name_end: return name.ends_with(pattern.literal);
    case Form::name_glob: return globs_[pattern.glob].matches(name);
    case Form::path: return path == pattern.literal;
    case Form::path_glob:
      return path.starts_with(pattern.literal) && globs_[pattern.glob].matches(path.substr(pattern.literal.size()));
  }
  return false;
}

IgnoreVerdict IgnoreFile::judge(std::string_view path, std::string_view name, bool is_folder) const {
  const Pattern* decides = nullptr;
  std::size_t decides_at = 0;
  if (const auto found = names_.find(name); found != names_.end()) {
    const auto last = std::ranges::find_if(found->second.rbegin(), found->second.rend(),
                                           [&](std::size_t at) { return is_folder || !patterns_[at].folders; });
    if (last != found->second.rend()) {
      decides = &patterns_[*last];
      decides_at = *last;
    }
  }
  for (const auto at : std::views::reverse(others_)) {
    if (decides != nullptr && at < decides_at) break;
    const auto& pattern = patterns_[at];
    if ((pattern.folders && !is_folder) || !matches(pattern, path, name)) continue;
    decides = &pattern;
    break;
  }
  if (decides == nullptr) return IgnoreVerdict::undecided;
  return decides->keeps ? IgnoreVerdict::kept : IgnoreVerdict::ignored;
}

bool IgnoreLevel::ignores(const IgnoreLevel* level, std::string_view path, std::string_view name, bool is_folder) {
  for (; level != nullptr; level = level->above.get()) {
    if (level->file.empty() || level->prefix_bytes > path.size()) continue;
    const auto verdict = level->file.judge(path.substr(level->prefix_bytes), name, is_folder);
    if (verdict != IgnoreVerdict::undecided) return verdict == IgnoreVerdict::ignored;
  }
  return false;
}

}  // namespace jwtkeep::scan
