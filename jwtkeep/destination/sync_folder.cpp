#include "jwtkeep/destination/sync_folder.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "jwtkeep/base/file_handle.hpp"

namespace jwtkeep::destination {

std::error_code sync_folder_of(const std::string& path) {
  const auto parent = std::filesystem::path(path).parent_path();
  const auto folder = parent.empty() ? std::string(".") : parent.string();
  const base::FileHandle opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  // EINVAL: this file system cannot.
  if (!opened || (::fsync(opened.get()) != 0 && errno != EINVAL)) return {errno, std::generic_category()};
  return {};
}

}  // namespace jwtkeep::destination
