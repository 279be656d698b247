// An entry of the audit trail as programs read it: by `--json` and over HTTP.
#pragma once

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/store/trail.hpp"

namespace jwtkeep::store {

base::Json shown_json(const TrailEntry& entry);

}  // namespace jwtkeep::store
