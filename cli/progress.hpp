// A line that says how far long work has come: on a terminal only, and only after a second.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "jwtkeep/base/time.hpp"

namespace jwtkeep::cli {

class Progress {
 public:
  /// `what` completes "1234 keyrings".
  explicit Progress(std::string what);
  ~Progress() { end(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// `done` so far, with the rate; with `total`, also the time left.
  void show(std::size_t done, std::size_t total = 0);
  /// Time left alone.
  void remaining(base::Instant::duration left);
  /// A line of the caller's own.
  void show(const std::string& line) { draw(line); }
  /// Takes the line away.
  void end();

 private:
  void draw(const std::string& line);

  std::string what_;
  std::chrono::steady_clock::time_point began_;
  std::chrono::steady_clock::time_point drawn_{};
  bool terminal_;
  bool visible_ = false;
};

}  // namespace jwtkeep::cli
