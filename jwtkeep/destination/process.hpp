// A child process with secrets in its environment.
#pragma once

#include <signal.h>
#include <sys/types.h>

#include <string>
#include <utility>
#include <vector>

#include "jwtkeep/base/file_handle.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/destination/variable.hpp"

namespace jwtkeep::destination {

/// What to run.
struct Command {
  std::vector<std::string> argv;  ///< the program (looked for along PATH) and its arguments; never a secret
  /// The environment to inherit, as `environ` has it: `NAME=value` strings up to a null pointer. Null: none. The
  /// store's own secrets (`JWTKEEP_PASSPHRASE`, `JWTKEEP_KEYFILE`, `JWTKEEP_PIN`) are never passed on.
  const char* const* environment = nullptr;
};

/// A running child. It stays in the caller's process group, so that Ctrl-C on a terminal reaches it once, from the
/// terminal itself. It is killed by the kernel when the thread that started it ends (PR_SET_PDEATHSIG).
class Process {
 public:
  /// Starts `command` with its environment and `variables`, which replace inherited ones of the same name. The secrets
  /// are on no argument list and on no disk; this process's copy of the block is wiped before this returns. The child
  /// begins with the signal mask `mask` and keeps `inherited_fd` open.
  /// Errors, once the child's exec has failed or been seen to hold: `not_found` (no such program: exit 127 by custom),
  /// `permission` (found but not to be run: exit 126), `too_large` (the kernel's limit on an environment),
  /// `bad_value` (no command, a NUL within a value), `io_failed`.
  static base::Result<Process> start(const Command& command, const std::vector<Variable>& variables,
                                     const sigset_t* mask = nullptr, int inherited_fd = -1);

  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  Process(Process&& other) noexcept : pid_(std::exchange(other.pid_, -1)), pidfd_(std::move(other.pidfd_)) {}
  Process& operator=(Process&& other) noexcept;
  ~Process() { end(); }  ///< a child that was not waited for is killed

  [[nodiscard]] pid_t pid() const noexcept { return pid_; }
  [[nodiscard]] int fd() const noexcept { return pidfd_.get(); }  ///< readable once the child has ended
  [[nodiscard]] bool ended() const noexcept;                      ///< whether it has; does not reap it

  /// Sends a signal; nothing happens when the child has ended.
  void signal(int number) const noexcept;
  /// Waits for the end and reaps. The exit code, or 128 + n when signal n ended it. Errors: `io_failed`.
  base::Result<int> wait();

 private:
  explicit Process(pid_t pid) noexcept : pid_(pid) {}
  void end() noexcept;

  pid_t pid_ = -1;  ///< -1 once it is reaped
  base::FileHandle pidfd_;
};

}  // namespace jwtkeep::destination
