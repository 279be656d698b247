// "1 keyring", "2 keyrings".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace jwtkeep::base {

/// `noun` is one whose plural takes an s.
inline std::string counted(std::uint64_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

}  // namespace jwtkeep::base
