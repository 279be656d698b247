// Tokens that the owner's other keys have signed, as attempts. Internal to this room.
#pragma once

#include <string>

#include "jwtkeep/probe/forgery.hpp"

namespace jwtkeep::probe {

/// Those of one kind; `untried` where there are none.
Attempts strange_attempts(const Material& material, StrangeToken::Kind kind, std::string untried);

}  // namespace jwtkeep::probe
