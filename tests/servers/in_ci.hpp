// Where a server that cannot be had fails the test, instead of skipping it.
#pragma once

#include <cstdlib>
#include <string_view>

namespace jwtkeep::servers {

inline bool in_ci() {
  const char* ci = std::getenv("CI");
  return ci != nullptr && std::string_view(ci) == "true";
}

}  // namespace jwtkeep::servers
