#include "jwtkeep/destination/git_place.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <optional>
#include <string_view>
#include <vector>

#include "jwtkeep/base/system_error.hpp"

namespace jwtkeep::destination {
namespace {

using base::fail;
using base::Reason;
using base::Result;
namespace fs = std::filesystem;

std::optional<fs::path> working_tree_above(fs::path folder) {
  while (true) {
    std::error_code ignored;
    // A file in linked working trees and submodules.
    if (fs::exists(fs::symlink_status(folder / ".git", ignored))) return folder;
    if (!folder.has_relative_path()) return std::nullopt;
    folder = folder.parent_path();
  }
}

/// This process's environment for git (PATH, and HOME for its global excludes) without what would turn it to another
/// repository, as it stands in hooks, and without the store's secrets.
std::vector<char*> environment_for_git() {
  std::vector<char*> kept;
  for (char** at = environ; at != nullptr && *at != nullptr; ++at) {
    const std::string_view entry(*at);
    if (!entry.starts_with("GIT_") && !entry.starts_with("JWTKEEP_")) kept.push_back(*at);
  }
  kept.push_back(nullptr);
  return kept;
}

class SpawnActions {
 public:
  SpawnActions() {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  }
  ~SpawnActions() { ::posix_spawn_file_actions_destroy(&actions_); }
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;
  [[nodiscard]] const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

/// git's exit code; -1 when it was ended by a signal.
Result<int> run_git(const fs::path& folder, std::vector<std::string> words) {
  std::vector<std::string> argv{"git", "-C", folder.string()};
  std::ranges::move(words, std::back_inserter(argv));
  std::vector<char*> pointers;
  pointers.reserve(argv.size() + 1);
  for (auto& word : argv) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  auto environment = environment_for_git();
  const SpawnActions actions;
  pid_t pid = -1;
  const int failed = ::posix_spawnp(&pid, "git", actions.get(), nullptr, pointers.data(), environment.data());
  if (failed != 0) {
    return fail(Reason::unsafe_place,
                fmt::format("{} lies in a git working tree, and git cannot be asked what it does with the file: {}",
                            folder.string(), base::system_error(failed, "git").what),
                "install git, or write the file outside the working tree");
  }
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0) {
    if (errno != EINTR) return std::unexpected(base::system_error(errno, "waiting for git"));
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

base::Error no_answer(const fs::path& folder, int code) {
  return {Reason::unsafe_place, fmt::format("git gives no answer about {} (exit code {})", folder.string(), code),
          fmt::format("run `git -C {} status` and mend what it says, or write the file outside the working tree",
                      folder.string())};
}

}  // namespace

Result<void> check_git(const fs::path& folder, const std::string& name) {
  const auto tree = working_tree_above(folder);
  if (!tree) return {};
  // Names such as `*` and `:(top)x` are names here, no patterns. check-ignore knows no patterns, and takes a leading
  // colon only for magic.
  JWTKEEP_TRY(const int tracked, run_git(folder, {"--literal-pathspecs", "ls-files", "--error-unmatch", "--", name}));
  if (tracked == 0) {
    return fail(Reason::unsafe_place,
                fmt::format("git tracks {}, so a secret in it would be committed", (folder / name).string()),
                fmt::format("run `git -C {0} rm --cached {1}` and `echo {1} >> {0}/.gitignore`; what was committed "
                            "stays in the history, so rotate every secret that stood in it",
                            folder.string(), name));
  }
  if (tracked != 1) return std::unexpected(no_answer(folder, tracked));
  JWTKEEP_TRY(const int ignored, run_git(folder, {"check-ignore", "-q", "--", "./" + name}));
  if (ignored == 1) {
    return fail(Reason::unsafe_place,
                fmt::format("git does not ignore {}, so a secret in it could be committed", (folder / name).string()),
                fmt::format("run `echo {} >> {}/.gitignore`", name, folder.string()));
  }
  if (ignored != 0) return std::unexpected(no_answer(folder, ignored));
  return {};
}

}  // namespace jwtkeep::destination
