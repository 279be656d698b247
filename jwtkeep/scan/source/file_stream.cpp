#include "jwtkeep/scan/source/file_stream.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace jwtkeep::scan {
namespace {

constexpr std::uint64_t kBlockBytes = 512;  // the unit of st_blocks, whatever the file system
constexpr int kBetweenStopsMs = 100;

bool is_sparse(const struct stat& status) {
  return S_ISREG(status.st_mode) &&
         static_cast<std::uint64_t>(status.st_blocks) * kBlockBytes < static_cast<std::uint64_t>(status.st_size);
}

bool same(const timespec& a, const timespec& b) { return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec; }

StreamFailure failure(int error_number) {
  return {Skip::read_error, std::error_code(error_number, std::generic_category()).message()};
}

}  // namespace

FileStream::FileStream(int descriptor, const struct stat& status, Tally& tally) noexcept
    : descriptor_(descriptor),
      status_(status),
      tally_(&tally),
      regular_(S_ISREG(status.st_mode)),
      sparse_(is_sparse(status)),
      size_(regular_ ? static_cast<std::uint64_t>(status.st_size) : 0) {}

std::expected<std::size_t, StreamFailure> FileStream::end() {
  ended_ = true;
  // What one read has given was the file at one time, if it was as long as it said; longer ones are looked at again.
  bool changed = size_ > 0 && offset_ < size_;
  if (!changed && reads_ > 1 && regular_) {
    struct stat now{};
    changed =
        ::fstat(descriptor_, &now) == 0 && (now.st_size != status_.st_size || !same(now.st_mtim, status_.st_mtim));
  }
  if (changed) return std::unexpected(StreamFailure{Skip::changed, {}});
  return 0;
}

std::expected<std::size_t, StreamFailure> FileStream::read(base::MutableByteView into) {
  if (ended_) return 0;
  // The files of /proc say that they are empty and are not.
  if (size_ > 0 && offset_ >= size_) return end();
  auto wanted = into.size();
  if (size_ > 0) wanted = static_cast<std::size_t>(std::min<std::uint64_t>(wanted, size_ - offset_));
  if (sparse_) wanted = static_cast<std::size_t>(std::min<std::uint64_t>(wanted, data_end_ - offset_));
  ssize_t got = -1;
  while (true) {
    if (tally_->stopped()) return 0;
    if (regular_) {
      got = ::pread(descriptor_, into.data(), wanted, static_cast<off_t>(offset_));
    } else {
      pollfd ready{descriptor_, POLLIN, 0};
      if (::poll(&ready, 1, kBetweenStopsMs) == 0) continue;
      got = ::read(descriptor_, into.data(), wanted);
    }
    if (got >= 0) break;
    if (errno != EINTR && errno != EAGAIN) return std::unexpected(failure(errno));
    // A regular file never says EAGAIN; what is no pipe either and does must not keep us.
    if (errno == EAGAIN && regular_) return std::unexpected(failure(errno));
  }
  ++reads_;
  if (got == 0) return end();
  offset_ += static_cast<std::uint64_t>(got);
  tally_->advance(static_cast<std::uint64_t>(got));
  return static_cast<std::size_t>(got);
}

std::uint64_t FileStream::skip_hole() {
  if (!sparse_ || offset_ < data_end_ || offset_ >= size_) return 0;
  const auto at = static_cast<off_t>(offset_);
  auto data = ::lseek(descriptor_, at, SEEK_DATA);
  // ENXIO: nothing but a hole up to the end. Other refusals: a file system that knows no holes.
  if (data < 0 && errno == ENXIO) data = status_.st_size;
  const auto hole = data < 0 || data >= status_.st_size ? -1 : ::lseek(descriptor_, data, SEEK_HOLE);
  data = std::max(data, at);
  data_end_ = hole > data ? static_cast<std::uint64_t>(hole) : size_;
  data_end_ = std::min(data_end_, size_);
  const auto skipped = static_cast<std::uint64_t>(data) - offset_;
  offset_ += skipped;
  if (skipped > 0) tally_->advance(skipped);
  return skipped;
}

}  // namespace jwtkeep::scan
