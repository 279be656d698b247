// A folder that is gone when the program ends.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace jwtkeep::destination {

class ScratchFolder {
 public:
  ScratchFolder() {
    auto pattern = (std::filesystem::temp_directory_path() / "jwtkeep-places-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
    owner_ = ::getpid();
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder() {
    std::error_code ignored;
    if (owner_ == ::getpid()) std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  pid_t owner_ = 0;
};

/// One for the whole program; each kind of place has a part of its own.
inline std::filesystem::path scratch_folder(const std::string& kind) {
  static const ScratchFolder folder;
  std::filesystem::create_directories(folder.path() / kind);
  return folder.path() / kind;
}

}  // namespace jwtkeep::destination
