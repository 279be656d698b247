#include "jwtkeep/base/system_error.hpp"

#include <cerrno>
#include <system_error>

#include <fmt/format.h>

namespace jwtkeep::base {
namespace {

Reason reason_of(int error_number) {
  switch (error_number) {
    case ENOENT:
    case ENOTDIR: return Reason::not_found;
    case EACCES:
    case EPERM:
    case EROFS: return Reason::permission;
    case ENOSPC:
    case EDQUOT: return Reason::no_space;
    case EISDIR:
    case ELOOP:
    case ENAMETOOLONG: return Reason::bad_value;
    default: return Reason::io_failed;
  }
}

/// Empty where the reason's own is as good.
std::string hint_of(int error_number) {
  switch (error_number) {
    case ENOENT:
    case ENOTDIR: return "check the path";
    case EACCES:
    case EPERM: return "check the permissions of the file and its folder";
    case EROFS: return "its file system can only be read: choose another place, or mount it for writing";
    case ENOSPC:
    case EDQUOT: return "free some space and run the command again";
    case EISDIR: return "give the path of a file, not of a folder";
    case ELOOP: return "give the real path: links lead in a circle, or a link is not followed here";
    case ENAMETOOLONG: return "give a shorter path";
    case EBADF: return "a stream is closed: run the command again with stdin and stdout open";
    case EMFILE:
    case ENFILE: return "too many files are open: raise the limit (ulimit -n)";
    default: return {};
  }
}

}  // namespace

Error system_error(int error_number, std::string_view what) {
  const auto why = std::error_code(error_number, std::generic_category()).message();
  return {reason_of(error_number), fmt::format("{}: {}", what, why), hint_of(error_number)};
}

}  // namespace jwtkeep::base
