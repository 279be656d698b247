// What stands where at our listener. Internal to this room.
#pragma once

#include <string_view>

namespace jwtkeep::probe {

inline constexpr std::string_view kJwksPath = "/jwks.json";
inline constexpr std::string_view kChainPath = "/chain.pem";

}  // namespace jwtkeep::probe
