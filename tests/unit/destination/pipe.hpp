// A pipe whose writing end a child inherits, so that tests wait for what a child says and never for time.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <optional>
#include <string>

#include "jwtkeep/base/file_handle.hpp"

namespace jwtkeep::destination {

class Pipe {
 public:
  Pipe() {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) std::abort();
    reading_ = base::FileHandle(ends[0]);
    writing_ = base::FileHandle(ends[1]);
    ::fcntl(reading_.get(), F_SETFD, FD_CLOEXEC);
  }

  /// As a shell's redirection wants it: `>&7`.
  [[nodiscard]] std::string number() const { return std::to_string(writing_.get()); }
  void close_writing() { writing_.reset(); }

  /// A line that is there already, without its end.
  std::optional<std::string> line_now() {
    while (buffer_.find('\n') == std::string::npos && readable(0)) {
      if (!read_some()) break;
    }
    return take_line();
  }

  /// Waits for a line; nothing at the end of the pipe, or after half a minute, which only a broken child takes.
  std::optional<std::string> line() {
    while (buffer_.find('\n') == std::string::npos && readable(30'000)) {
      if (!read_some()) break;
    }
    return take_line();
  }

  /// Everything up to the end, when the last writer has gone.
  std::string rest() {
    close_writing();
    while (readable(30'000) && read_some()) {
    }
    return std::exchange(buffer_, {});
  }

 private:
  bool readable(int timeout_ms) const {
    pollfd watched{reading_.get(), POLLIN, 0};
    int ready = 0;
    while ((ready = ::poll(&watched, 1, timeout_ms)) < 0 && errno == EINTR) {
    }
    return ready == 1;
  }

  bool read_some() {
    std::array<char, 4096> chunk{};
    const auto got = ::read(reading_.get(), chunk.data(), chunk.size());
    if (got > 0) buffer_.append(chunk.data(), static_cast<std::size_t>(got));
    return got > 0;
  }

  std::optional<std::string> take_line() {
    const auto end = buffer_.find('\n');
    if (end == std::string::npos) return std::nullopt;
    auto line = buffer_.substr(0, end);
    buffer_.erase(0, end + 1);
    return line;
  }

  base::FileHandle reading_;
  base::FileHandle writing_;
  std::string buffer_;
};

}  // namespace jwtkeep::destination
