#include "jwtkeep/destination/whole_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>

#include "jwtkeep/base/file_handle.hpp"
#include "jwtkeep/base/system_error.hpp"
#include "jwtkeep/destination/sync_folder.hpp"

namespace jwtkeep::destination {
namespace {

using base::Result;
namespace fs = std::filesystem;

/// A file that is gone again unless it was renamed into place.
class TemporaryFile {
 public:
  /// mkostemp makes it 0600 under a name that nobody can foresee; beginning with the file's own so that the pattern
  /// `.env*`, which many ignore, covers what a power cut leaves behind.
  static Result<TemporaryFile> beside(const std::string& target) {
    auto path = target + ".jwtkeep-XXXXXX";
    base::FileHandle file(::mkostemp(path.data(), O_CLOEXEC));
    if (!file) {
      return std::unexpected(base::system_error(errno, fmt::format("a new file beside {}", target)));
    }
    return TemporaryFile(std::move(file), std::move(path));
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  TemporaryFile(TemporaryFile&& other) noexcept
      : file_(std::move(other.file_)), path_(std::exchange(other.path_, {})) {}
  TemporaryFile& operator=(TemporaryFile&&) = delete;
  ~TemporaryFile() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }

  Result<void> write(base::ByteView bytes, mode_t mode) {
    while (!bytes.empty()) {
      const auto written = ::write(file_.get(), bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return std::unexpected(base::system_error(errno, path_));
      bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    // A umask may have taken from 0600, never added to it; the owner has to be able to read.
    if (::fchmod(file_.get(), mode) != 0 || ::fsync(file_.get()) != 0) {
      return std::unexpected(base::system_error(errno, path_));
    }
    return {};
  }

  Result<void> rename_to(const std::string& target) {
    if (::rename(path_.c_str(), target.c_str()) != 0) return std::unexpected(base::system_error(errno, target));
    path_.clear();
    return {};
  }

 private:
  TemporaryFile(base::FileHandle file, std::string path) : file_(std::move(file)), path_(std::move(path)) {}
  base::FileHandle file_;
  std::string path_;
};

}  // namespace

Result<void> write_whole_file(const std::string& path, const base::SecretBytes& text, mode_t mode) {
  JWTKEEP_TRY(auto file, TemporaryFile::beside(path));
  JWTKEEP_CHECK(text.reveal([&](base::ByteView bytes) { return file.write(bytes, mode); }));
  JWTKEEP_CHECK(file.rename_to(path));
  if (const auto error = sync_folder_of(path)) {
    return std::unexpected(
        base::system_error(error.value(), fmt::format("the folder {}", fs::path(path).parent_path().string())));
  }
  return {};
}

}  // namespace jwtkeep::destination
