#include "jwtkeep/destination/env_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>

#include "jwtkeep/destination/file_handle.hpp"
#include "jwtkeep/destination/git_place.hpp"
#include "jwtkeep/destination/system_error.hpp"

namespace jwtkeep::destination {
namespace {

using base::fail;
using base::Reason;
using base::Result;
namespace fs = std::filesystem;

/// Where the file goes: the real folder, and the name in it.
struct Place {
  fs::path folder;
  std::string name;
  [[nodiscard]] std::string path() const { return (folder / name).string(); }
};

Result<Place> place_of(const std::string& path) {
  const fs::path given(path);
  const auto name = given.filename().string();
  if (path.find('\0') != std::string::npos || name.empty() || name == "." || name == "..") {
    return fail(Reason::bad_value, fmt::format("`{}` names no file", path), "give a path such as `.env`");
  }
  std::error_code failed;
  const auto parent = given.has_parent_path() ? given.parent_path() : fs::path(".");
  auto folder = fs::canonical(parent, failed);
  if (failed) return std::unexpected(system_error(failed.value(), fmt::format("the folder {}", parent.string())));
  return Place{std::move(folder), name};
}

Result<void> check_folder(const Place& place) {
  struct stat found{};
  if (::stat(place.folder.c_str(), &found) != 0) {
    return std::unexpected(system_error(errno, fmt::format("the folder {}", place.folder.string())));
  }
  if (!S_ISDIR(found.st_mode)) {
    return fail(Reason::not_found, fmt::format("{} is no folder", place.folder.string()));
  }
  if ((found.st_mode & S_IWOTH) != 0 && (found.st_mode & S_ISVTX) == 0) {
    return fail(Reason::unsafe_place,
                fmt::format("everybody may replace files in {}, also one with a secret", place.folder.string()),
                fmt::format("run `chmod o-w {}`", place.folder.string()));
  }
  return {};
}

Result<void> check_existing(const Place& place) {
  struct stat found{};
  if (::lstat(place.path().c_str(), &found) != 0) {
    if (errno == ENOENT) return {};
    return std::unexpected(system_error(errno, place.path()));
  }
  if (S_ISREG(found.st_mode)) return {};
  const char* kind = S_ISLNK(found.st_mode) ? "a symbolic link" : S_ISDIR(found.st_mode) ? "a folder" : "no plain file";
  return fail(Reason::unsafe_place,
              fmt::format("{} is {}, and a secret is written to plain files only", place.path(), kind),
              "give the path of a plain file, or of one that is not there yet");
}

Result<void> check(const Place& place) {
  JWTKEEP_CHECK(check_folder(place));
  JWTKEEP_CHECK(check_existing(place));
  return check_git(place.folder, place.name);
}

/// A file that is gone again unless it was renamed into place.
class TemporaryFile {
 public:
  /// mkostemp makes it 0600 under a name that nobody can foresee; beginning with the file's own so that the pattern
  /// `.env*`, which many ignore, covers what a power cut leaves behind.
  static Result<TemporaryFile> beside(const Place& place) {
    auto path = (place.folder / (place.name + ".jwtkeep-XXXXXX")).string();
    FileHandle file(::mkostemp(path.data(), O_CLOEXEC));
    if (!file) return std::unexpected(system_error(errno, fmt::format("a new file in {}", place.folder.string())));
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

  Result<void> write(base::ByteView bytes) {
    while (!bytes.empty()) {
      const auto written = ::write(file_.get(), bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return std::unexpected(system_error(errno, path_));
      bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    // A umask may have taken from 0600, never added to it; the owner has to be able to read.
    if (::fchmod(file_.get(), S_IRUSR | S_IWUSR) != 0 || ::fsync(file_.get()) != 0) {
      return std::unexpected(system_error(errno, path_));
    }
    return {};
  }

  Result<void> rename_to(const std::string& target) {
    if (::rename(path_.c_str(), target.c_str()) != 0) return std::unexpected(system_error(errno, target));
    path_.clear();
    return {};
  }

 private:
  TemporaryFile(FileHandle file, std::string path) : file_(std::move(file)), path_(std::move(path)) {}
  FileHandle file_;
  std::string path_;
};

Result<void> sync_folder(const fs::path& folder) {
  const FileHandle opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  // Some file systems cannot sync a folder and say EINVAL; the rename stands all the same.
  if (!opened || (::fsync(opened.get()) != 0 && errno != EINVAL)) {
    return std::unexpected(system_error(errno, fmt::format("the folder {}", folder.string())));
  }
  return {};
}

}  // namespace

Result<void> check_env_file_place(const std::string& path) {
  JWTKEEP_TRY(const auto place, place_of(path));
  return check(place);
}

Result<void> write_env_file(const std::string& path, const base::SecretBytes& text) {
  JWTKEEP_TRY(const auto place, place_of(path));
  JWTKEEP_CHECK(check(place));
  JWTKEEP_TRY(auto file, TemporaryFile::beside(place));
  JWTKEEP_CHECK(text.reveal([&](base::ByteView bytes) { return file.write(bytes); }));
  JWTKEEP_CHECK(file.rename_to(place.path()));
  return sync_folder(place.folder);
}

}  // namespace jwtkeep::destination
