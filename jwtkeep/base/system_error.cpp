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
    default: return Reason::io_failed;
  }
}

}  // namespace

Error system_error(int error_number, std::string_view what) {
  const auto why = std::error_code(error_number, std::generic_category()).message();
  return {reason_of(error_number), fmt::format("{}: {}", what, why), {}};
}

}  // namespace jwtkeep::base
