// A timer to poll on, by the kernel's monotonic clock. Internal to this room.
#pragma once

#include <chrono>

#include "jwtkeep/base/file_handle.hpp"
#include "jwtkeep/base/result.hpp"

namespace jwtkeep::destination {

/// Its descriptor becomes readable when the time has come.
class Timer {
 public:
  /// One that never fires. Errors: `io_failed`.
  static base::Result<Timer> make();

  /// Fires after every `interval` (above 0) from now on.
  base::Result<void> every(std::chrono::nanoseconds interval) { return set(interval, interval); }
  /// Fires once, at once for 0.
  base::Result<void> once(std::chrono::nanoseconds delay);

  [[nodiscard]] int fd() const noexcept { return file_.get(); }
  void acknowledge() noexcept;  ///< not readable any more until the next time

 private:
  explicit Timer(base::FileHandle file) noexcept : file_(std::move(file)) {}
  base::Result<void> set(std::chrono::nanoseconds first, std::chrono::nanoseconds then);
  base::FileHandle file_;
};

}  // namespace jwtkeep::destination
