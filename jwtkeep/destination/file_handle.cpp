#include "jwtkeep/destination/file_handle.hpp"

#include <unistd.h>

namespace jwtkeep::destination {

void FileHandle::reset() noexcept {
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

}  // namespace jwtkeep::destination
