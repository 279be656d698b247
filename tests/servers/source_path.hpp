// Where the sources lie that a test reads or runs.
#pragma once

#include <cstdlib>
#include <string>

namespace jwtkeep::servers {

/// `path` from the root of the sources.
inline std::string source_path(const std::string& path) {
  const char* root = std::getenv("JWTKEEP_SOURCE_DIR");
  return std::string(root != nullptr ? root : ".") + "/" + path;
}

}  // namespace jwtkeep::servers
