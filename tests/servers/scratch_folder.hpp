// A folder that is gone at the end.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

namespace jwtkeep::servers {

class ScratchFolder {
 public:
  /// `what`: a part of its name, for whoever finds it.
  explicit ScratchFolder(const std::string& what = "tests") : owner_(::getpid()) {
    auto pattern = (std::filesystem::temp_directory_path() / ("jwtkeep-" + what + "-XXXXXX")).string();
    if (::mkdtemp(pattern.data()) == nullptr) std::abort();
    path_ = pattern;
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder() {
    std::error_code ignored;
    // A child of a fork leaves it to its parent.
    if (owner_ == ::getpid()) std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  pid_t owner_;
};

/// A folder in one for the whole program: each kind of server has its own.
inline std::filesystem::path scratch_folder(const std::string& kind) {
  static const ScratchFolder folder;
  std::filesystem::create_directories(folder.path() / kind);
  return folder.path() / kind;
}

}  // namespace jwtkeep::servers
