#include "jwtkeep/scan/source/git/git_process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "jwtkeep/base/system_error.hpp"

namespace jwtkeep::scan {
namespace {

using base::fail;
using base::Reason;
using base::Result;

/// A repository's configuration may name programs to run; what stands on the command line comes before it.
constexpr std::array<const char*, 22> kCareful{
    "--no-pager",
    "--no-replace-objects",
    "--literal-pathspecs",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "core.pager=cat",
    "-c",
    "log.showSignature=false",
    "-c",
    "log.showRoot=true",
    "-c",
    "protocol.allow=never",
    "-c",
    "color.ui=false",
    "-c",
    "diff.orderFile=/dev/null",
    "-c",
    "diff.relative=false",
    "--no-optional-locks",
};

/// Variables that change what git writes, or which programs it runs. What leads it to a repository goes unless `obey`.
bool is_left_out(std::string_view entry, bool obey) {
  constexpr std::array<std::string_view, 15> kAlways{
      "GIT_EXTERNAL_DIFF=",
      "GIT_DIFF_OPTS=",
      "GIT_PAGER=",
      "GIT_EDITOR=",
      "GIT_NAMESPACE=",
      "GIT_TRACE",
      "GIT_ALLOW_PROTOCOL=",
      "GIT_GRAFT_FILE=",
      "GIT_OPTIONAL_LOCKS=",
      "GIT_TERMINAL_PROMPT=",
      "GIT_NO_LAZY_FETCH=",
      "LC_ALL=",
      "LANGUAGE=",
      "GIT_FLUSH=",
      "JWTKEEP_",
  };
  constexpr std::array<std::string_view, 8> kOfRepository{
      "GIT_DIR=",          "GIT_WORK_TREE=",        "GIT_INDEX_FILE=",
      "GIT_PREFIX=",       "GIT_OBJECT_DIRECTORY=", "GIT_ALTERNATE_OBJECT_DIRECTORIES=",
      "GIT_SHALLOW_FILE=", "GIT_COMMON_DIR=",
  };
  const auto begins = [&](std::string_view name) { return entry.starts_with(name); };
  return std::ranges::any_of(kAlways, begins) || (!obey && std::ranges::any_of(kOfRepository, begins));
}

std::vector<const char*> environment_for(const SourceOptions& options, bool obey) {
  std::vector<const char*> kept;
  const char* const* at = options.environment == nullptr ? environ : options.environment;
  for (; at != nullptr && *at != nullptr; ++at) {
    if (!is_left_out(*at, obey)) kept.push_back(*at);
  }
  kept.insert(kept.end(), {"LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none",
                           "GIT_TERMINAL_PROMPT=0", "GIT_GRAFT_FILE=/dev/null", "GIT_FLUSH=0", nullptr});
  return kept;
}

/// What the child has instead of our own descriptors, and of what we do with signals.
class SpawnPlan {
 public:
  SpawnPlan() {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawnattr_init(&attributes_);
    sigset_t signals;
    ::sigemptyset(&signals);
    ::posix_spawnattr_setsigmask(&attributes_, &signals);
    ::sigaddset(&signals, SIGPIPE);
    ::posix_spawnattr_setsigdefault(&attributes_, &signals);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~SpawnPlan() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;

  void give(int descriptor, int as) { ::posix_spawn_file_actions_adddup2(&actions_, descriptor, as); }
  void open_nothing(int as) { ::posix_spawn_file_actions_addopen(&actions_, as, "/dev/null", O_RDONLY, 0); }
  [[nodiscard]] int start(pid_t& pid, const std::vector<const char*>& words,
                          const std::vector<const char*>& environment) {
    return ::posix_spawnp(&pid, words.front(), &actions_, &attributes_, const_cast<char* const*>(words.data()),
                          const_cast<char* const*>(environment.data()));
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

/// What git has said, in one line.
std::string said(const base::FileHandle& errors) {
  std::array<char, 1024> text{};
  const auto got = ::pread(errors.get(), text.data(), text.size(), 0);
  std::string line(text.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
  // Of several the one that ended it: the others before it are warnings.
  if (const auto fatal = line.find("fatal: "); fatal != std::string::npos) line.erase(0, fatal + 7);
  line.resize(std::min(line.find('\n'), line.size()));
  for (char& c : line) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  }
  return line;
}

base::Error refusal(const std::string& folder, const std::string& text, int code) {
  const auto where = folder.empty() ? std::string("the current folder") : folder;
  if (text.contains("dubious ownership")) {
    return {Reason::permission,
            fmt::format("git does not read the repository at {}: it belongs to somebody else", where),
            fmt::format("if you trust it: git config --global --add safe.directory {}",
                        folder.empty() ? std::string("\"$PWD\"") : folder)};
  }
  // `git diff` is for two files outside of a repository, and knows no --cached there.
  if (text.contains("not a git repository") || text.contains("unknown option `cached'")) {
    return {Reason::bad_value, fmt::format("{} is in no git repository", where),
            "give a folder within one, or scan the folder itself without --history, --staged or --range"};
  }
  if (text.contains("unknown revision") || text.contains("bad revision") || text.contains("Invalid revision")) {
    return {Reason::bad_value, fmt::format("git knows no such commits at {}: {}", where, text),
            "in CI the clone has to be deep enough to have both ends of the range"};
  }
  return {Reason::io_failed,
          fmt::format("git failed at {}: {}", where, text.empty() ? fmt::format("exit code {}", code) : text),
          {}};
}

}  // namespace

Result<GitProcess> GitProcess::start(const std::string& folder, const std::vector<std::string>& words,
                                     const SourceOptions& options, Input input) {
  std::vector<const char*> argv{"git"};
  if (!folder.empty()) argv.insert(argv.end(), {"-C", folder.c_str()});
  argv.insert(argv.end(), kCareful.begin(), kCareful.end());
  for (const auto& word : words) argv.push_back(word.c_str());
  argv.push_back(nullptr);
  const auto environment = environment_for(options, folder.empty());

  std::array<int, 2> ends{-1, -1};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return std::unexpected(base::system_error(errno, "a pipe to git"));
  base::FileHandle reading(ends[0]);
  const base::FileHandle writing(ends[1]);
  // So that it works on while we scan; less will do where the user may have no more.
  static_cast<void>(::fcntl(reading.get(), F_SETPIPE_SZ, 1 << 20));
  base::FileHandle errors(::memfd_create("git-errors", MFD_CLOEXEC));
  if (!errors) return std::unexpected(base::system_error(errno, "a file in memory"));
  // A socket and no pipe: writing to a git that has ended must not raise SIGPIPE in whoever uses this library.
  std::array<int, 2> sockets{-1, -1};
  if (input == Input::ours && ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets.data()) != 0) {
    return std::unexpected(base::system_error(errno, "a socket to git"));
  }
  base::FileHandle ours(sockets[0]);
  const base::FileHandle theirs(sockets[1]);

  SpawnPlan plan;
  if (theirs) {
    plan.give(theirs.get(), STDIN_FILENO);
  } else {
    plan.open_nothing(STDIN_FILENO);
  }
  plan.give(writing.get(), STDOUT_FILENO);
  plan.give(errors.get(), STDERR_FILENO);
  pid_t pid = -1;
  if (const int failed = plan.start(pid, argv, environment); failed != 0) {
    if (failed == ENOENT) {
      return fail(Reason::not_found, "there is no program git",
                  "histories and staged changes are read by it: install it");
    }
    return std::unexpected(base::system_error(failed, "git cannot be started"));
  }
  return GitProcess(pid, std::move(ours), std::move(errors), folder, PipeReader(std::move(reading), options.stop));
}

GitProcess& GitProcess::operator=(GitProcess&& other) noexcept {
  if (this != &other) {
    end();
    pid_ = std::exchange(other.pid_, -1);
    input_ = std::move(other.input_);
    errors_ = std::move(other.errors_);
    folder_ = std::move(other.folder_);
    output_ = std::move(other.output_);
  }
  return *this;
}

bool GitProcess::write(std::string_view text) {
  while (!text.empty()) {
    const auto sent = ::send(input_.get(), text.data(), text.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

Result<void> GitProcess::finish() {
  input_.reset();
  output_.close();
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0) {
    if (errno != EINTR) return std::unexpected(base::system_error(errno, "waiting for git"));
  }
  pid_ = -1;
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return std::unexpected(refusal(folder_, said(errors_), code));
}

void GitProcess::end() noexcept {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
}

}  // namespace jwtkeep::scan
