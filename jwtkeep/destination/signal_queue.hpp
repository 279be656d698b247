// Signals taken one by one from a descriptor. Internal to this room.
#pragma once

#include <signal.h>
#include <sys/signalfd.h>

#include <optional>

#include "jwtkeep/base/file_handle.hpp"
#include "jwtkeep/base/result.hpp"

namespace jwtkeep::destination {

/// While it lives, the signals that `supervise` passes on, and SIGCHLD, come here instead of interrupting the thread.
class SignalQueue {
 public:
  /// Errors: `io_failed`.
  static base::Result<SignalQueue> make();
  SignalQueue(const SignalQueue&) = delete;
  SignalQueue& operator=(const SignalQueue&) = delete;
  SignalQueue(SignalQueue&& other) noexcept;
  SignalQueue& operator=(SignalQueue&&) = delete;
  ~SignalQueue();  ///< puts the mask and SIGCHLD's action back

  [[nodiscard]] int fd() const noexcept { return file_.get(); }
  /// The thread's mask from before: what a child has to begin with.
  [[nodiscard]] const sigset_t* mask_before() const noexcept { return &mask_before_; }
  /// The next one that waits.
  [[nodiscard]] std::optional<signalfd_siginfo> take() noexcept;

 private:
  SignalQueue() noexcept = default;
  base::FileHandle file_;
  sigset_t mask_before_{};
  struct sigaction child_action_before_{};
  bool holds_ = false;
};

}  // namespace jwtkeep::destination
