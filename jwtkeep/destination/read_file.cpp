#include "jwtkeep/destination/read_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "jwtkeep/base/file_handle.hpp"
#include "jwtkeep/base/system_error.hpp"

namespace jwtkeep::destination {

base::Result<base::SecretBytes> read_file(const std::string& path, std::size_t most_bytes) {
  // Without blocking: a pipe that stands where a file is meant must not hold the program.
  const base::FileHandle file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file) return std::unexpected(base::system_error(errno, path));
  struct stat found{};
  if (::fstat(file.get(), &found) != 0) return std::unexpected(base::system_error(errno, path));
  if (!S_ISREG(found.st_mode)) {
    return base::fail(base::Reason::unsafe_place, fmt::format("{} is no plain file", path),
                      "give the path of a plain file");
  }
  base::SecretBuilder content;
  base::SecretBytes buffer(std::size_t{16} << 10);
  while (true) {
    const auto count =
        buffer.fill([&](base::MutableByteView into) { return ::read(file.get(), into.data(), into.size()); });
    if (count == 0) return content.take();
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return std::unexpected(base::system_error(errno, path));
    if (content.size() + static_cast<std::size_t>(count) > most_bytes) {
      return base::fail(base::Reason::too_large,
                        fmt::format("{} is larger than the {} bytes that are taken here", path, most_bytes),
                        "look whether it is the right file");
    }
    buffer.reveal([&](base::ByteView bytes) { content.append(bytes.first(static_cast<std::size_t>(count))); });
  }
}

}  // namespace jwtkeep::destination
