#include "cli/git_users.hpp"

#include <cstdlib>
#include <filesystem>

#include "cli/input.hpp"
#include "jwtkeep/strength/git_identity.hpp"

namespace jwtkeep::cli {
namespace {

constexpr std::size_t kMostBytes = std::size_t{64} << 10;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string{} : std::string(value);
}

std::vector<std::string> files() {
  std::vector<std::string> paths;
  if (auto global = environment("GIT_CONFIG_GLOBAL"); !global.empty()) {
    paths.push_back(std::move(global));
  } else if (const auto home = environment("HOME"); !home.empty()) {
    const auto config = environment("XDG_CONFIG_HOME");
    paths.push_back((config.empty() ? home + "/.config" : config) + "/git/config");
    paths.push_back(home + "/.gitconfig");
  }
  paths.emplace_back(".git/config");
  return paths;
}

}  // namespace

std::vector<std::string> git_users() {
  std::vector<std::string> users;
  for (const auto& path : files()) {
    // A pipe or a device could keep the program waiting.
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) continue;
    const auto text = read_text_file(path, kMostBytes);
    if (!text) continue;
    for (auto& user : strength::git_identity(*text)) users.push_back(std::move(user));
  }
  return users;
}

}  // namespace jwtkeep::cli
