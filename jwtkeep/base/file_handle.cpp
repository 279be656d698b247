#include "jwtkeep/base/file_handle.hpp"

#include <unistd.h>

namespace jwtkeep::base {

void FileHandle::reset() noexcept {
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

}  // namespace jwtkeep::base
