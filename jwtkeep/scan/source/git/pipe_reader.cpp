#include "jwtkeep/scan/source/git/pipe_reader.hpp"

#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>
#include <utility>

namespace jwtkeep::scan {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{128} << 10;
constexpr int kBetweenStopsMs = 100;
/// Less than this is not worth a read while more is on its way.
constexpr int kMuch = 96 << 10;
constexpr std::chrono::microseconds kMoment{100};

}  // namespace

PipeReader::PipeReader(base::FileHandle pipe, const std::atomic<bool>* stop)
    : pipe_(std::move(pipe)),
      stop_(stop),
      buffer_(std::make_unique_for_overwrite<char[]>(kBufferBytes)),
      capacity_(kBufferBytes) {}

std::size_t PipeReader::receive(char* into, std::size_t most) {
  int held = 0;
  if (much_ && pipe_ && ::ioctl(pipe_.get(), FIONREAD, &held) == 0 && held < kMuch)
    std::this_thread::sleep_for(kMoment);
  while (pipe_) {
    if (stop_ != nullptr) {
      if (stop_->load(std::memory_order_relaxed)) return 0;
      pollfd ready{pipe_.get(), POLLIN, 0};
      if (::poll(&ready, 1, kBetweenStopsMs) == 0) continue;
    }
    const auto got = ::read(pipe_.get(), into, most);
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR) return 0;
  }
  return 0;
}

bool PipeReader::fill() {
  if (begin_ > 0) {
    std::memmove(buffer_.get(), buffer_.get() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ == capacity_) {
    auto larger = std::make_unique_for_overwrite<char[]>(2 * capacity_);
    std::memcpy(larger.get(), buffer_.get(), end_);
    buffer_ = std::move(larger);
    capacity_ *= 2;
  }
  const auto got = receive(buffer_.get() + end_, capacity_ - end_);
  end_ += got;
  return got > 0;
}

std::optional<std::string_view> PipeReader::until(char delimiter) {
  std::size_t looked_at = 0;
  while (true) {
    const std::string_view held(buffer_.get() + begin_, end_ - begin_);
    if (const auto found = held.find(delimiter, looked_at); found != std::string_view::npos) {
      begin_ += found + 1;
      return held.substr(0, found);
    }
    looked_at = held.size();
    if (!fill()) return std::nullopt;
  }
}

std::size_t PipeReader::read(base::MutableByteView into) {
  if (into.empty()) return 0;
  if (begin_ == end_) {
    begin_ = end_ = 0;
    // Long ones past the buffer.
    if (into.size() >= capacity_) return receive(reinterpret_cast<char*>(into.data()), into.size());
    if (!fill()) return 0;
  }
  const auto got = std::min(into.size(), end_ - begin_);
  std::memcpy(into.data(), buffer_.get() + begin_, got);
  begin_ += got;
  return got;
}

}  // namespace jwtkeep::scan
