#include "jwtkeep/destination/env_file.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>

#include "jwtkeep/base/system_error.hpp"
#include "jwtkeep/destination/git_place.hpp"
#include "jwtkeep/destination/whole_file.hpp"

namespace jwtkeep::destination {
namespace {

using base::fail;
using base::Reason;
using base::Result;
namespace fs = std::filesystem;

/// Where the file goes: the real folder, and the name in it.
struct FilePlace {
  fs::path folder;
  std::string name;
  [[nodiscard]] std::string path() const { return (folder / name).string(); }
};

Result<FilePlace> place_of(const std::string& path) {
  const fs::path given(path);
  const auto name = given.filename().string();
  if (path.find('\0') != std::string::npos || name.empty() || name == "." || name == "..") {
    return fail(Reason::bad_value, fmt::format("`{}` names no file", path), "give a path such as `.env`");
  }
  std::error_code failed;
  const auto parent = given.has_parent_path() ? given.parent_path() : fs::path(".");
  auto folder = fs::canonical(parent, failed);
  if (failed) return std::unexpected(base::system_error(failed.value(), fmt::format("the folder {}", parent.string())));
  return FilePlace{std::move(folder), name};
}

Result<void> check_folder(const FilePlace& place) {
  struct stat found{};
  if (::stat(place.folder.c_str(), &found) != 0) {
    return std::unexpected(base::system_error(errno, fmt::format("the folder {}", place.folder.string())));
  }
  if (!S_ISDIR(found.st_mode)) {
    return fail(Reason::not_found, fmt::format("{} is no folder", place.folder.string()),
                "make the folder first, or give a path in one that is there");
  }
  if ((found.st_mode & S_IWOTH) != 0 && (found.st_mode & S_ISVTX) == 0) {
    return fail(Reason::unsafe_place,
                fmt::format("everybody may replace files in {}, also one with a secret", place.folder.string()),
                fmt::format("run `chmod o-w {}`", place.folder.string()));
  }
  return {};
}

Result<void> check_existing(const FilePlace& place) {
  struct stat found{};
  if (::lstat(place.path().c_str(), &found) != 0) {
    if (errno == ENOENT) return {};
    return std::unexpected(base::system_error(errno, place.path()));
  }
  if (S_ISREG(found.st_mode)) return {};
  const char* kind = S_ISLNK(found.st_mode) ? "a symbolic link" : S_ISDIR(found.st_mode) ? "a folder" : "no plain file";
  return fail(Reason::unsafe_place,
              fmt::format("{} is {}, and a secret is written to plain files only", place.path(), kind),
              "give the path of a plain file, or of one that is not there yet");
}

Result<void> check(const FilePlace& place) {
  JWTKEEP_CHECK(check_folder(place));
  JWTKEEP_CHECK(check_existing(place));
  return check_git(place.folder, place.name);
}

}  // namespace

Result<void> check_env_file_place(const std::string& path) {
  JWTKEEP_TRY(const auto place, place_of(path));
  return check(place);
}

Result<void> write_env_file(const std::string& path, const base::SecretBytes& text) {
  JWTKEEP_TRY(const auto place, place_of(path));
  JWTKEEP_CHECK(check(place));
  return write_whole_file(place.path(), text, S_IRUSR | S_IWUSR);
}

}  // namespace jwtkeep::destination
