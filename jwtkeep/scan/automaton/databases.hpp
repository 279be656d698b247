// The words, compiled at build time: compiling them anew takes longer than a small scan. Internal to this room.
#pragma once

#include <array>
#include <string_view>

namespace jwtkeep::scan {

/// Serialized by Vectorscan for AVX-512, AVX2 and anything: the first one that it takes back is this machine's best.
std::array<std::string_view, 3> word_databases() noexcept;

}  // namespace jwtkeep::scan
