#include "jwtkeep/scan/source/folder_handle.hpp"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <string_view>

namespace jwtkeep::scan {
namespace {

/// openat2 refuses what means nothing beside O_PATH.
constexpr int with_care(int flags) {
  const int always = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | flags;
  return (flags & O_PATH) != 0 ? always : always | O_NONBLOCK | O_NOCTTY;
}

/// Where the kernel does not know openat2 (before 5.6, or forbidden by a sandbox): part by part.
base::FileHandle open_part_by_part(int top, std::string_view path, int flags) noexcept {
  base::FileHandle folder;
  while (true) {
    const auto slash = path.find('/');
    const std::string part(path.substr(0, slash));
    const int from = folder ? folder.get() : top;
    if (slash == std::string_view::npos) return base::FileHandle(::openat(from, part.c_str(), with_care(flags)));
    folder = base::FileHandle(::openat(from, part.c_str(), with_care(O_PATH | O_DIRECTORY)));
    if (!folder) return folder;
    path.remove_prefix(slash + 1);
  }
}

}  // namespace

base::FileHandle open_below(int top, const std::string& path, int flags) noexcept {
  static std::atomic<bool> has_openat2 = true;
  if (path.find('/') == std::string::npos) return base::FileHandle(::openat(top, path.c_str(), with_care(flags)));
  if (has_openat2.load(std::memory_order_relaxed)) {
    open_how how{};
    how.flags = static_cast<std::uint64_t>(static_cast<unsigned>(with_care(flags)));
    how.resolve = RESOLVE_NO_SYMLINKS | RESOLVE_BENEATH;
    const auto got = ::syscall(SYS_openat2, top, path.c_str(), &how, sizeof how);
    if (got >= 0 || (errno != ENOSYS && errno != EPERM)) return base::FileHandle(static_cast<int>(got));
    has_openat2 = false;
  }
  return open_part_by_part(top, path, flags);
}

}  // namespace jwtkeep::scan
