#include "jwtkeep/crack/candidates/opened_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "jwtkeep/base/system_error.hpp"

namespace jwtkeep::crack {
namespace {

using base::fail;
using base::Reason;

constexpr int kPollMilliseconds = 100;

}  // namespace

std::unexpected<base::Error> OpenedFile::error(int error_number, const char* doing) const {
  return std::unexpected(base::system_error(error_number, fmt::format("cannot {} {}", doing, name_)));
}

base::Result<OpenedFile> OpenedFile::open(const std::string& path) {
  const bool standard_input = path == "-";
  OpenedFile file(standard_input ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY),
                  standard_input ? "standard input" : path);
  if (file.descriptor_ < 0) return file.error(errno, "open");
  struct stat status{};
  if (fstat(file.descriptor_, &status) != 0) return file.error(errno, "look at");
  if (S_ISDIR(status.st_mode)) {
    return fail(Reason::bad_value, path + " is a folder", "name the files in it");
  }
  file.regular_ = S_ISREG(status.st_mode);
  file.size_ = file.regular_ ? static_cast<std::uint64_t>(status.st_size) : 0;
  file.modified_ = std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
  return file;
}

OpenedFile::OpenedFile(OpenedFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      name_(std::move(other.name_)),
      regular_(other.regular_),
      size_(other.size_),
      modified_(other.modified_) {}

OpenedFile::~OpenedFile() {
  if (descriptor_ > STDERR_FILENO) ::close(descriptor_);
}

base::Result<std::size_t> OpenedFile::read_at(std::uint64_t at, std::span<char> into) const {
  std::size_t done = 0;
  while (done < into.size()) {
    const auto count = ::pread(descriptor_, into.data() + done, into.size() - done, static_cast<off_t>(at + done));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return error(errno, "read");
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  return done;
}

base::Result<std::size_t> OpenedFile::read_next(std::span<char> into, const std::atomic<bool>& stop) const {
  while (!stop) {
    // Not to be held by a pipe in which nothing comes.
    pollfd waiting{.fd = descriptor_, .events = POLLIN, .revents = 0};
    const int ready = regular_ ? 1 : ::poll(&waiting, 1, kPollMilliseconds);
    if (ready == 0 || (ready < 0 && errno == EINTR)) continue;
    const auto count = ::read(descriptor_, into.data(), into.size());
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR && errno != EAGAIN) return error(errno, "read");
  }
  return std::size_t{0};
}

}  // namespace jwtkeep::crack
