// A child that gets new secrets when its keyrings change.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/destination/process.hpp"
#include "jwtkeep/destination/variable.hpp"

namespace jwtkeep::destination {

/// How a child came to its variables.
enum class Cause : std::uint8_t {
  started,    ///< it was started with them
  restarted,  ///< it was stopped and started again with them
  signalled,  ///< they were put in `JWT_ENV_FILE` and it was sent the signal; whether it read them is its own matter
};

/// The child that has the variables now.
struct Applied {
  Cause cause = Cause::started;
  pid_t pid = -1;
};

struct WatchOptions {
  bool watch = false;  ///< false: `poll` is never called
  /// Where given, the child is not restarted but sent this signal when its variables have changed. As no environment
  /// can change in a living process, the variables then also stand in a file in memory that `JWT_ENV_FILE` names
  /// (`/proc/self/fd/N`): one JSON object, name to value, as `EnvFormat::json`. It is rewritten before the signal is
  /// sent, so whatever a reader caught amidst the writing, the signal makes it read again, whole.
  std::optional<int> signal;
  std::chrono::milliseconds interval{5000};  ///< between two calls of `poll`; above 0
  std::chrono::seconds stop_timeout{10};     ///< from SIGTERM to SIGKILL in a restart

  /// The variables when the keyrings have changed since the last call that gave some (or since the start), nothing when
  /// not. While it runs no signal is passed on, so it should answer within a second or so.
  std::function<base::Result<std::optional<std::vector<Variable>>>()> poll;
  /// Called as soon as the child runs with its first or its new variables: the confirmation.
  std::function<void(const Applied&)> on_applied;
  /// Called when `poll` fails, once for each outage. The child goes on with what it has.
  std::function<void(const base::Error&)> on_problem;
};

/// Runs `command` with `variables` until it ends by itself, and gives its exit code (128 + n when signal n ended it).
///
/// SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2 and SIGWINCH are passed on to the child, except those that came
/// from the terminal, which the child has got already. A restart in whose midst one of the first four comes does not
/// start the child again. To be called on the main thread of a process without others: signals are taken by a
/// signalfd, and the mask is put back at the end.
///
/// Errors: those of `Process::start`, of the first start or of a restart: `not_found` (exit 127 by custom) and
/// `permission` (126) come from there alone; `bad_value` for options that cannot be meant; `io_failed`.
base::Result<int> supervise(const Command& command, std::vector<Variable> variables, const WatchOptions& options);

}  // namespace jwtkeep::destination
