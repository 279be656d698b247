// Compiling the words: at build time for several kinds of processors, at run time where none of those fits.
#pragma once

#include <hs/hs.h>

namespace jwtkeep::scan {

/// For `platform`, or this machine where it is null. Null when it failed. The caller frees it by hs_free_database.
hs_database_t* compile_words(const hs_platform_info_t* platform) noexcept;

}  // namespace jwtkeep::scan
