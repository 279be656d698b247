// Why a request is not served. Internal to this room.
#pragma once

#include <string>

#include "jwtkeep/base/reason.hpp"

namespace jwtkeep::web {

/// The connection is closed behind it: where a request's end is in doubt, nothing after it is read as another one.
struct Refusal {
  int status = 400;
  base::Reason reason = base::Reason::malformed;
  std::string what;
  std::string hint = {};
};

}  // namespace jwtkeep::web
