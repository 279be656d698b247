#include "jwtkeep/destination/timer.hpp"

#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>

#include "jwtkeep/base/system_error.hpp"

namespace jwtkeep::destination {
namespace {

timespec as_timespec(std::chrono::nanoseconds duration) {
  const auto whole = std::chrono::duration_cast<std::chrono::seconds>(duration);
  return {.tv_sec = whole.count(), .tv_nsec = (duration - whole).count()};
}

}  // namespace

base::Result<Timer> Timer::make() {
  base::FileHandle file(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
  if (!file) return std::unexpected(base::system_error(errno, "a timer"));
  return Timer(std::move(file));
}

base::Result<void> Timer::once(std::chrono::nanoseconds delay) {
  // A delay of 0 would disarm it.
  return set(std::max(delay, std::chrono::nanoseconds{1}), std::chrono::nanoseconds{0});
}

base::Result<void> Timer::set(std::chrono::nanoseconds first, std::chrono::nanoseconds then) {
  const itimerspec times{.it_interval = as_timespec(then), .it_value = as_timespec(first)};
  if (::timerfd_settime(file_.get(), 0, &times, nullptr) != 0)
    return std::unexpected(base::system_error(errno, "a timer"));
  return {};
}

void Timer::acknowledge() noexcept {
  std::uint64_t times = 0;
  [[maybe_unused]] const auto got = ::read(file_.get(), &times, sizeof times);
}

}  // namespace jwtkeep::destination
