// Compiling the words, at build time: the program has Vectorscan's matcher alone, for its compiler takes a millisecond
// to load.
#pragma once

#include <hs/hs.h>

namespace jwtkeep::scan {

/// For `platform`. Null when it failed. The caller frees it by hs_free_database.
hs_database_t* compile_words(const hs_platform_info_t* platform) noexcept;

}  // namespace jwtkeep::scan
