// A thread of ours runs none of the application's signal handlers. Internal to this room.
#pragma once

#include <csignal>

namespace jwtkeep::remote {

/// While it lives, the thread (and every thread that it starts, for good) takes no signal.
class SignalsBlocked {
 public:
  SignalsBlocked() noexcept {
    sigset_t all;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;
  ~SignalsBlocked() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

}  // namespace jwtkeep::remote
