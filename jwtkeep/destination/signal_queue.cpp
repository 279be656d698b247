#include "jwtkeep/destination/signal_queue.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

#include "jwtkeep/base/system_error.hpp"

namespace jwtkeep::destination {
namespace {

constexpr std::array kTaken{SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGWINCH, SIGCHLD};

}  // namespace

base::Result<SignalQueue> SignalQueue::make() {
  SignalQueue queue;
  sigset_t taken;
  ::sigemptyset(&taken);
  for (const int number : kTaken) ::sigaddset(&taken, number);
  queue.file_ = base::FileHandle(::signalfd(-1, &taken, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!queue.file_) return std::unexpected(base::system_error(errno, "a queue of signals"));
  // With SIGCHLD ignored, as some parents leave it, the kernel would reap the child and its exit code be lost.
  struct sigaction by_default{};
  by_default.sa_handler = SIG_DFL;
  ::sigaction(SIGCHLD, &by_default, &queue.child_action_before_);
  ::pthread_sigmask(SIG_BLOCK, &taken, &queue.mask_before_);
  queue.holds_ = true;
  return queue;
}

SignalQueue::SignalQueue(SignalQueue&& other) noexcept
    : file_(std::move(other.file_)),
      mask_before_(other.mask_before_),
      child_action_before_(other.child_action_before_),
      holds_(std::exchange(other.holds_, false)) {}

SignalQueue::~SignalQueue() {
  if (!holds_) return;
  ::pthread_sigmask(SIG_SETMASK, &mask_before_, nullptr);
  ::sigaction(SIGCHLD, &child_action_before_, nullptr);
}

std::optional<signalfd_siginfo> SignalQueue::take() noexcept {
  signalfd_siginfo info{};
  if (::read(file_.get(), &info, sizeof info) != sizeof info) return std::nullopt;
  return info;
}

}  // namespace jwtkeep::destination
