#include "jwtkeep/server/assets.hpp"

#include "assets.inc"

namespace jwtkeep::server {

std::span<const Asset> assets() noexcept { return kAssets; }

}  // namespace jwtkeep::server
