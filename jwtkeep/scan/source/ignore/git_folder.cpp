#include "jwtkeep/scan/source/ignore/git_folder.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <utility>

#include "jwtkeep/base/file_handle.hpp"

namespace jwtkeep::scan {
namespace {

constexpr std::size_t kLongestFile = std::size_t{1} << 20;

bool is_folder(const std::string& path) {
  struct stat status{};
  return ::lstat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

bool same_word(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const auto first = std::min(text.find_first_not_of(kBlank), text.size());
  text.remove_prefix(first);
  return text.substr(0, text.find_last_not_of(kBlank) + 1);
}

/// A value of git-config(1): quotes and escapes resolved, comments left out.
std::string config_value(std::string_view text) {
  std::string value;
  bool quoted = false;
  std::size_t kept = 0;  // without the blanks at the end
  for (std::size_t at = 0; at < text.size(); ++at) {
    char c = text[at];
    if (!quoted && (c == '#' || c == ';')) break;
    if (c == '"') {
      quoted = !quoted;
      kept = value.size();
      continue;
    }
    if (c == '\\' && at + 1 < text.size()) {
      c = text[++at];
      c = c == 'n' ? '\n' : c == 't' ? '\t' : c;
      value.push_back(c);
      kept = value.size();
      continue;
    }
    value.push_back(c);
    if (quoted || (c != ' ' && c != '\t')) kept = value.size();
  }
  value.resize(kept);
  return value;
}

/// The last `core.excludesFile` of a configuration file. What it includes from elsewhere is not looked at.
std::optional<std::string> excludes_file_in(std::string_view config) {
  std::optional<std::string> found;
  bool in_core = false;
  while (!config.empty()) {
    const auto end = std::min(config.find('\n'), config.size());
    auto line = trimmed(config.substr(0, end));
    config.remove_prefix(std::min(end + 1, config.size()));
    if (line.starts_with('[')) {
      const auto close = std::min(line.find(']'), line.size());
      in_core = same_word(trimmed(line.substr(1, close - 1)), "core");
      line = trimmed(line.substr(std::min(close + 1, line.size())));
    }
    const auto equals = line.find('=');
    if (!in_core || equals == std::string_view::npos) continue;
    if (same_word(trimmed(line.substr(0, equals)), "excludesfile"))
      found = config_value(trimmed(line.substr(equals + 1)));
  }
  return found;
}

/// The user's own ignore file, by configuration or else where it is by custom (gitignore(5)).
std::optional<std::string> users_file(const GitFolder* repository, const char* const* environment) {
  const auto home = variable(environment, "HOME");
  const auto xdg = variable(environment, "XDG_CONFIG_HOME");
  std::string custom;
  if (xdg && !xdg->empty()) {
    custom = std::string(*xdg) + "/git/";
  } else if (home) {
    custom = std::string(*home) + "/.config/git/";
  }
  std::vector<std::string> configs;  // the last that says something holds
  if (const auto none = variable(environment, "GIT_CONFIG_NOSYSTEM"); !none || none->empty() || *none == "0") {
    configs.emplace_back(variable(environment, "GIT_CONFIG_SYSTEM").value_or("/etc/gitconfig"));
  }
  if (const auto global = variable(environment, "GIT_CONFIG_GLOBAL")) {
    configs.emplace_back(*global);
  } else {
    if (!custom.empty()) configs.push_back(custom + "config");
    if (home) configs.push_back(std::string(*home) + "/.gitconfig");
  }
  if (repository != nullptr) configs.push_back(repository->common + "/config");
  std::optional<std::string> found;
  for (const auto& config : configs) {
    const auto text = read_short_file(AT_FDCWD, config.c_str(), true);
    if (!text) continue;
    if (auto named = excludes_file_in(*text)) found = std::move(named);
  }
  if (!found && !custom.empty()) found = custom + "ignore";
  if (found && found->starts_with("~/") && home) found = std::string(*home) + found->substr(1);
  return found;
}

}  // namespace

std::optional<std::string_view> variable(const char* const* environment, std::string_view name) {
  for (const char* const* at = environment == nullptr ? environ : environment; at != nullptr && *at != nullptr; ++at) {
    const std::string_view entry(*at);
    if (entry.size() > name.size() && entry.starts_with(name) && entry[name.size()] == '=') {
      return entry.substr(name.size() + 1);
    }
  }
  return std::nullopt;
}

std::optional<std::string> read_short_file(int folder, const char* name, bool follow) {
  const base::FileHandle file(
      ::openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (follow ? 0 : O_NOFOLLOW)));
  struct stat status{};
  if (!file || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  if (static_cast<std::uint64_t>(status.st_size) > kLongestFile) return std::nullopt;
  std::string text(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t fill = 0;
  while (fill < text.size()) {
    const auto got = ::read(file.get(), text.data() + fill, text.size() - fill);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    fill += static_cast<std::size_t>(got);
  }
  text.resize(fill);
  return text;
}

std::optional<GitFolder> GitFolder::of(const std::string& folder) {
  auto git = folder + "/.git";
  if (!is_folder(git)) {
    // In linked working trees and submodules a file says where it is (gitrepository-layout(5)).
    const auto text = read_short_file(AT_FDCWD, git.c_str());
    if (!text || !text->starts_with("gitdir:")) return std::nullopt;
    const auto target = trimmed(std::string_view(*text).substr(std::string_view("gitdir:").size()));
    git = target.starts_with('/') ? std::string(target) : folder + "/" + std::string(target);
  }
  struct stat status{};
  if (::lstat((git + "/HEAD").c_str(), &status) != 0) return std::nullopt;
  GitFolder found{git};
  if (const auto common = read_short_file(AT_FDCWD, (git + "/commondir").c_str())) {
    const auto target = trimmed(*common);
    found.common = target.starts_with('/') ? std::string(target) : git + "/" + std::string(target);
  }
  return found;
}

std::shared_ptr<const IgnoreLevel> ignored_everywhere(const GitFolder* repository, const char* const* environment) {
  std::shared_ptr<const IgnoreLevel> level;
  const auto add = [&](const std::string& path) {
    const auto text = read_short_file(AT_FDCWD, path.c_str(), true);
    if (!text) return;
    auto file = IgnoreFile(*text);
    if (!file.empty()) level = std::make_shared<const IgnoreLevel>(IgnoreLevel{level, std::move(file), 0});
  };
  if (const auto path = users_file(repository, environment)) add(*path);
  if (repository != nullptr) add(repository->common + "/info/exclude");
  return level;
}

}  // namespace jwtkeep::scan
