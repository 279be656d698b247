// Ctrl-C for work that has something to save.
#pragma once

#include <atomic>

namespace jwtkeep::cli {

/// While it lives, the first SIGINT, SIGTERM or SIGHUP sets `stop` and is noted; the second ends the program as ever.
/// Signals that were ignored before (nohup) stay so. One at a time.
class Interrupt {
 public:
  explicit Interrupt(std::atomic<bool>& stop);
  /// For servers: SIGHUP, however often it comes, sets `hangup` alone.
  Interrupt(std::atomic<bool>& stop, std::atomic<bool>& hangup);
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;
  ~Interrupt();

  /// The signal that came, or 0.
  [[nodiscard]] static int signal() noexcept;
  /// The exit code of a program that a signal ended, as shells give it: 130 for Ctrl-C.
  [[nodiscard]] static int exit_code() noexcept { return 128 + signal(); }

 private:
  Interrupt(std::atomic<bool>& stop, std::atomic<bool>* hangup);
};

}  // namespace jwtkeep::cli
