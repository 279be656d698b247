#include "jwtkeep/store/sqlite/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <string_view>

namespace jwtkeep::store {
namespace {

using base::fail;
using base::Reason;

constexpr mode_t kOwner = 0600;
constexpr mode_t kOthers = 0077;

std::unexpected<base::Error> system_error(int error, std::string_view doing, const std::string& path) {
  const auto what = fmt::format("cannot {} {}: {}", doing, path, std::strerror(error));
  switch (error) {
    case ENOENT:
    case ENOTDIR: return fail(Reason::io_failed, what, "check that its folder exists");
    case EACCES:
    case EPERM:
    case EROFS: return fail(Reason::permission, what, "check who owns the folder, and its mode");
    case ENOSPC:
    case EDQUOT: return fail(Reason::no_space, what, "free some space and run the command again");
    default: return fail(Reason::io_failed, what);
  }
}

}  // namespace

base::Result<NewFile> create_store_file(const std::string& path) {
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, kOwner);
  if (file < 0 && errno == EEXIST) {
    // What an interrupted making left behind is ours and private; whether it is unfinished, its content tells.
    if (check_store_file(path)) return NewFile::was_there;
    return something_there(path);
  }
  if (file < 0) return system_error(errno, "create", path);
  // A umask may have taken the owner's own rights away.
  const int moded = fchmod(file, kOwner);
  const int error = errno;
  close(file);
  if (moded != 0) return system_error(error, "set the mode of", path);
  return NewFile::made;
}

std::unexpected<base::Error> something_there(const std::string& path) {
  return fail(Reason::already_exists, "there is something at " + path + " already",
              "choose another place with --store");
}

bool may_be_database(const std::string& path) {
  constexpr std::string_view kMagic{"SQLite format 3\0", 16};
  std::ifstream file(path, std::ios::binary);
  std::array<char, kMagic.size()> begin{};
  file.read(begin.data(), begin.size());
  const std::string_view read(begin.data(), static_cast<std::size_t>(file.gcount()));
  return read.empty() ? file.eof() : read == kMagic;
}

base::Result<std::int64_t> file_bytes(const std::string& path) {
  struct stat status{};
  if (stat(path.c_str(), &status) != 0) return system_error(errno, "look at", path);
  return std::int64_t{status.st_size};
}

base::Result<void> check_store_file(const std::string& path) {
  struct stat link{};
  if (lstat(path.c_str(), &link) != 0) {
    if (errno == ENOENT) return fail(Reason::no_store, "there is no store at " + path, "make one with: jwtkeep init");
    return system_error(errno, "look at", path);
  }
  if (S_ISLNK(link.st_mode) && link.st_uid != geteuid() && link.st_uid != 0) {
    return fail(Reason::permission, path + " is a symbolic link that belongs to somebody else", "give the real path");
  }
  struct stat status{};
  if (stat(path.c_str(), &status) != 0) return system_error(errno, "look at", path);
  if (S_ISDIR(status.st_mode)) return fail(Reason::io_failed, path + " is a folder, not a store", "give a file's path");
  if (!S_ISREG(status.st_mode)) return fail(Reason::io_failed, path + " is not a regular file", "give a file's path");
  if (status.st_uid != geteuid() && geteuid() != 0) {
    return fail(Reason::permission, "the store " + path + " belongs to somebody else", "run jwtkeep as its owner");
  }
  if ((status.st_mode & kOthers) != 0) {
    return fail(Reason::permission,
                fmt::format("others may use the store {} (mode {:04o})", path, status.st_mode & 07777U),
                "run: chmod 600 " + path);
  }
  return {};
}

}  // namespace jwtkeep::store
