// Keeps secrets out of what anybody can read. Internal to this room.
#pragma once

#include "jwtkeep/base/json.hpp"

namespace jwtkeep::jose {

/// Whether a secret stands anywhere in `json`.
bool holds_secret(const base::Json& json);

}  // namespace jwtkeep::jose
