#include "jwtkeep/destination/process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "jwtkeep/base/system_error.hpp"
#include "jwtkeep/destination/environment_block.hpp"

namespace jwtkeep::destination {
namespace {

using base::fail;
using base::Reason;
using base::Result;

/// All that the child needs between fork and exec, made ready before: there it may not allocate.
struct Launch {
  char* const* argv;
  char* const* environment;
  const sigset_t* mask;
  int inherited_fd;
  int report_fd;
  pid_t parent;
};

[[noreturn]] void report_and_exit(const Launch& launch, int error_number) {
  // The parent reads this or, on success, the end of the pipe. Nothing can be done if even this fails.
  [[maybe_unused]] const auto written = ::write(launch.report_fd, &error_number, sizeof error_number);
  ::_exit(error_number == ENOENT ? 127 : 126);
}

[[noreturn]] void become(const Launch& launch) {
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) report_and_exit(launch, errno);
  // The parent may have ended before the line above: then nobody would ever send that signal.
  if (::getppid() != launch.parent) ::_exit(127);
  if (launch.inherited_fd >= 0 && ::fcntl(launch.inherited_fd, F_SETFD, 0) != 0) report_and_exit(launch, errno);
  if (launch.mask != nullptr) ::sigprocmask(SIG_SETMASK, launch.mask, nullptr);
  // execvp looks along the PATH of `environ`, which has to be the child's own.
  environ = const_cast<char**>(launch.environment);
  ::execvp(launch.argv[0], launch.argv);
  report_and_exit(launch, errno);
}

base::Error exec_error(int error_number, const std::string& program) {
  switch (error_number) {
    case ENOENT:
    case ENOTDIR:
      return {Reason::not_found, fmt::format("there is no program {}", program), "look at its spelling and at PATH"};
    case E2BIG:
      return {Reason::too_large, fmt::format("the environment and arguments are too large to start {}", program),
              "hand fewer keyrings to one process"};
    case EACCES:
    case EPERM:
    case ENOEXEC:
    case EISDIR:
      return {Reason::permission,
              fmt::format("{} cannot be run: {}", program, base::system_error(error_number, "exec").what),
              "it has to be an executable file (chmod +x)"};
    default: return base::system_error(error_number, fmt::format("cannot start {}", program));
  }
}

Result<void> check_command(const Command& command) {
  const auto has_nul = [](const std::string& word) { return word.find('\0') != std::string::npos; };
  if (command.argv.empty() || command.argv.front().empty()) {
    return fail(Reason::bad_value, "there is no command to run", "give it after `--`");
  }
  if (std::ranges::any_of(command.argv, has_nul)) return fail(Reason::bad_value, "an argument has a NUL");
  return {};
}

/// The child's errno when its exec failed; 0 once it has succeeded.
int read_report(int fd) {
  int error_number = 0;
  ssize_t got = 0;
  do {
    got = ::read(fd, &error_number, sizeof error_number);
  } while (got < 0 && errno == EINTR);
  return got == sizeof error_number ? error_number : 0;
}

Result<int> reap(pid_t pid) {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0) {
    if (errno != EINTR) return std::unexpected(base::system_error(errno, "waiting for the child"));
  }
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

Result<Process> Process::start(const Command& command, const std::vector<Variable>& variables, const sigset_t* mask,
                               int inherited_fd) {
  JWTKEEP_CHECK(check_command(command));
  JWTKEEP_CHECK(check_variables(variables));
  std::vector<char*> argv;
  argv.reserve(command.argv.size() + 1);
  for (const auto& word : command.argv) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  const EnvironmentBlock environment(command.environment, variables);

  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return std::unexpected(base::system_error(errno, "a pipe to the child"));
  const base::FileHandle reading(ends[0]);
  base::FileHandle writing(ends[1]);
  const Launch launch{argv.data(), environment.get(), mask, inherited_fd, writing.get(), ::getpid()};
  const pid_t pid = ::fork();
  if (pid < 0) return std::unexpected(base::system_error(errno, "a new process"));
  if (pid == 0) become(launch);

  Process child(pid);
  writing.reset();
  if (const int error_number = read_report(reading.get()); error_number != 0) {
    JWTKEEP_CHECK(child.wait());
    return std::unexpected(exec_error(error_number, command.argv.front()));
  }
  // The header of glibc 2.36 declares pidfd_open for C alone.
  child.pidfd_ = base::FileHandle(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  if (!child.pidfd_) return std::unexpected(base::system_error(errno, "a handle on the child"));
  return child;
}

Process& Process::operator=(Process&& other) noexcept {
  if (this != &other) {
    end();
    pid_ = std::exchange(other.pid_, -1);
    pidfd_ = std::move(other.pidfd_);
  }
  return *this;
}

bool Process::ended() const noexcept {
  pollfd watched{pidfd_.get(), POLLIN, 0};
  return pid_ < 0 || ::poll(&watched, 1, 0) == 1;
}

void Process::signal(int number) const noexcept {
  // Not reaped yet, so the number cannot have become another's.
  if (pid_ > 0) ::kill(pid_, number);
}

Result<int> Process::wait() {
  auto code = reap(pid_);
  pid_ = -1;
  return code;
}

void Process::end() noexcept {
  if (pid_ <= 0) return;
  signal(SIGKILL);
  // Nobody is left to tell what could fail here.
  static_cast<void>(reap(std::exchange(pid_, -1)));
}

}  // namespace jwtkeep::destination
