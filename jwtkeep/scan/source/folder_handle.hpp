// Opens what stands below a folder without following links. Internal.
#pragma once

#include <string>

#include "jwtkeep/base/file_handle.hpp"

namespace jwtkeep::scan {

/// Opens `path`, which is relative and has no `..`, below `top`: no part of it may be a link. Never waits for a FIFO.
/// No handle where it fails; errno says why (ELOOP: a link).
base::FileHandle open_below(int top, const std::string& path, int flags) noexcept;

}  // namespace jwtkeep::scan
