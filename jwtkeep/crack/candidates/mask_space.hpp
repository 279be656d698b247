// All candidates of a mask.
#pragma once

#include "jwtkeep/crack/candidates/mask.hpp"
#include "jwtkeep/crack/candidates/space.hpp"

namespace jwtkeep::crack {

std::unique_ptr<Space> mask_space(Mask mask);

}  // namespace jwtkeep::crack
