// A token whose header sends the verifier to our listener, as an attempt. Internal to this room.
#pragma once

#include <string_view>

#include "jwtkeep/probe/forgery.hpp"

namespace jwtkeep::probe {

/// The good token's claims under our own key, with `member` of the header naming what stands at `path` of the listener
/// (listener_paths.hpp); untried where there is no listener. `what` is told of the attempt.
Attempts listened_attempt(const Material& material, std::string_view member, std::string_view path,
                          std::string_view what);

}  // namespace jwtkeep::probe
