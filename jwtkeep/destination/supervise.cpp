#include "jwtkeep/destination/supervise.hpp"

#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

#include "jwtkeep/base/system_error.hpp"
#include "jwtkeep/destination/env_text.hpp"
#include "jwtkeep/destination/environment_block.hpp"
#include "jwtkeep/destination/memory_file.hpp"
#include "jwtkeep/destination/signal_queue.hpp"
#include "jwtkeep/destination/timer.hpp"

namespace jwtkeep::destination {
namespace {

using base::fail;
using base::Reason;
using base::Result;
using Variables = std::vector<Variable>;

/// The child's exit code once it is the end of it all; nothing while it goes on.
using End = std::optional<int>;

/// What `poll` woke up for.
struct Woken {
  bool child = false;
  bool signals = false;
  bool timer = false;
};

/// As the first process of a container, or as a subreaper, this one inherits the orphans of its child's children.
bool inherits_orphans() {
  int subreaper = 0;
  return ::getpid() == 1 || (::prctl(PR_GET_CHILD_SUBREAPER, &subreaper) == 0 && subreaper != 0);
}

void reap_orphans(pid_t child) {
  while (true) {
    siginfo_t info{};
    // Looks without reaping: the child's own end is for `Process::wait`.
    if (::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) != 0) return;
    if (info.si_pid == 0 || info.si_pid == child) return;
    ::waitpid(info.si_pid, nullptr, WNOHANG);
  }
}

class Supervisor {
 public:
  Supervisor(const Command& command, const WatchOptions& options, SignalQueue signals, Timer interval, Timer stop)
      : command_(command),
        options_(options),
        signals_(std::move(signals)),
        interval_(std::move(interval)),
        stop_(std::move(stop)),
        inherits_orphans_(inherits_orphans()) {}

  Result<int> run(Variables variables) {
    if (options_.watch) JWTKEEP_CHECK(interval_.every(options_.interval));
    JWTKEEP_CHECK(make_file(variables));
    JWTKEEP_CHECK(start(std::move(variables), Cause::started));
    while (true) {
      JWTKEEP_TRY(const auto woken, wait_for(interval_));
      if (woken.child) return child_->wait();
      if (woken.signals) pass_on_signals();
      if (woken.timer) {
        interval_.acknowledge();
        JWTKEEP_TRY(const auto end, look_for_change());
        if (end) return *end;
      }
    }
  }

 private:
  Result<void> make_file(const Variables& variables) {
    if (!options_.watch || !options_.signal) return {};
    JWTKEEP_TRY(auto file, MemoryFile::make());
    file_.emplace(std::move(file));
    JWTKEEP_TRY(const auto text, env_text(variables, EnvFormat::json));
    return file_->replace(text);
  }

  /// The variables are wiped when this returns: the child has them.
  Result<void> start(Variables variables, Cause cause) {
    if (file_) variables.push_back({"JWT_ENV_FILE", base::SecretBytes::copy_of(file_->path()), false});
    JWTKEEP_TRY(auto child, Process::start(command_, variables, signals_.mask_before(), file_ ? file_->fd() : -1));
    child_.emplace(std::move(child));
    tell_applied(cause);
    return {};
  }

  Result<Woken> wait_for(const Timer& timer) {
    std::array<pollfd, 3> watched{pollfd{child_->fd(), POLLIN, 0}, {signals_.fd(), POLLIN, 0}, {timer.fd(), POLLIN, 0}};
    while (::poll(watched.data(), watched.size(), -1) < 0) {
      if (errno != EINTR) return std::unexpected(base::system_error(errno, "waiting for the child"));
    }
    return Woken{watched[0].revents != 0, watched[1].revents != 0, watched[2].revents != 0};
  }

  void pass_on_signals() {
    while (const auto signal = signals_.take()) {
      const int number = static_cast<int>(signal->ssi_signo);
      if (number == SIGCHLD) {
        if (inherits_orphans_) reap_orphans(child_->pid());
        continue;
      }
      const bool by_terminal = signal->ssi_code == SI_KERNEL;
      note_end(number, by_terminal);
      // The terminal has sent its signals to the whole process group already.
      if (!by_terminal || ::getpgid(child_->pid()) != ::getpgrp()) child_->signal(number);
    }
  }

  /// SIGTERM always asks for the end. A child may live on after the others (Ctrl-C in a prompt, a reload by SIGHUP), so
  /// they count in the midst of a restart only, and SIGHUP there only when the terminal has gone.
  void note_end(int number, bool by_terminal) {
    if (number == SIGTERM) ending_ = true;
    if (!restarting_) return;
    if (number == SIGINT || number == SIGQUIT || (number == SIGHUP && by_terminal)) ending_ = true;
  }

  Result<End> look_for_change() {
    if (ending_) return End{};
    auto changed = options_.poll();
    if (!changed) {
      if (!std::exchange(failing_, true)) tell_problem(changed.error());
      return End{};
    }
    failing_ = false;
    // A child that has ended by itself meanwhile is not started again.
    if (!*changed || child_->ended()) return End{};
    return apply(std::move(**changed));
  }

  /// What cannot be applied must not cost the child that runs.
  Result<End> apply(Variables variables) {
    if (const auto checked = check_variables(variables); !checked) {
      tell_problem(checked.error());
      return End{};
    }
    if (!options_.signal) return restart(std::move(variables));
    if (const auto told = send(variables); !told) tell_problem(told.error());
    return End{};
  }

  Result<void> send(const Variables& variables) {
    JWTKEEP_TRY(const auto text, env_text(variables, EnvFormat::json));
    JWTKEEP_CHECK(file_->replace(text));
    child_->signal(*options_.signal);
    tell_applied(Cause::signalled);
    return {};
  }

  Result<End> restart(Variables variables) {
    restarting_ = true;
    const auto code = stop_child();
    restarting_ = false;
    if (!code) return std::unexpected(code.error());
    if (ending_) return End{*code};
    JWTKEEP_CHECK(start(std::move(variables), Cause::restarted));
    return End{};
  }

  Result<int> stop_child() {
    child_->signal(SIGTERM);
    JWTKEEP_CHECK(stop_.once(options_.stop_timeout));
    while (true) {
      JWTKEEP_TRY(const auto woken, wait_for(stop_));
      // First the signals: one that came before the child's end still counts.
      if (woken.signals) pass_on_signals();
      if (woken.child) return child_->wait();
      if (woken.timer) {
        stop_.acknowledge();
        child_->signal(SIGKILL);
      }
    }
  }

  void tell_applied(Cause cause) const {
    if (options_.on_applied) options_.on_applied({cause, child_->pid()});
  }
  void tell_problem(const base::Error& error) const {
    if (options_.on_problem) options_.on_problem(error);
  }

  const Command& command_;
  const WatchOptions& options_;
  SignalQueue signals_;
  Timer interval_;
  Timer stop_;
  std::optional<MemoryFile> file_;
  std::optional<Process> child_;
  bool inherits_orphans_;
  bool failing_ = false;     ///< the last `poll` failed, and that was told
  bool restarting_ = false;  ///< the child is being stopped to be started again
  bool ending_ = false;      ///< somebody asked for the end
};

Result<void> check(const WatchOptions& options) {
  if (!options.watch) return {};
  if (!options.poll) return fail(Reason::bad_value, "watching needs something to ask for changes");
  if (options.interval <= std::chrono::milliseconds{0}) {
    return fail(Reason::bad_value, "the interval between two looks at the store has to be above 0");
  }
  if (options.stop_timeout < std::chrono::seconds{0}) {
    return fail(Reason::bad_value, "the time that a child has to stop cannot be below 0");
  }
  return {};
}

}  // namespace

Result<int> supervise(const Command& command, std::vector<Variable> variables, const WatchOptions& options) {
  JWTKEEP_CHECK(check(options));
  JWTKEEP_TRY(auto signals, SignalQueue::make());
  JWTKEEP_TRY(auto interval, Timer::make());
  JWTKEEP_TRY(auto stop, Timer::make());
  return Supervisor(command, options, std::move(signals), std::move(interval), std::move(stop))
      .run(std::move(variables));
}

}  // namespace jwtkeep::destination
