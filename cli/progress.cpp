#include "cli/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace jwtkeep::cli {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kQuietFirst = std::chrono::seconds{1};
constexpr auto kRedraw = std::chrono::milliseconds{200};

}  // namespace

Progress::Progress(std::string what)
    : what_(std::move(what)), began_(Clock::now()), terminal_(isatty(STDERR_FILENO) == 1) {}

void Progress::draw(const std::string& line) {
  const auto now = Clock::now();
  if (!terminal_ || now - began_ < kQuietFirst || (visible_ && now - drawn_ < kRedraw)) return;
  drawn_ = now;
  visible_ = true;
  fmt::print(stderr, "\r\x1b[K{}", line);
  (void)std::fflush(stderr);
}

void Progress::show(std::size_t done, std::size_t total) {
  const double seconds = std::chrono::duration<double>(Clock::now() - began_).count();
  const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
  std::string line = fmt::format("{} {}, {:.0f} a second", done, what_, rate);
  if (total > done && rate > 0) {
    const auto left = std::chrono::seconds{static_cast<std::int64_t>(static_cast<double>(total - done) / rate)};
    line += fmt::format(", {} left", base::describe_duration(left));
  }
  draw(line);
}

void Progress::remaining(base::Instant::duration left) {
  draw(fmt::format("{} {}", base::describe_duration(std::chrono::ceil<std::chrono::seconds>(left)), what_));
}

void Progress::end() {
  if (!visible_) return;
  visible_ = false;
  fmt::print(stderr, "\r\x1b[K");
  (void)std::fflush(stderr);
}

}  // namespace jwtkeep::cli
