// Reads the public test vectors that are part of this repository (see README.md here).
#pragma once

#include <string>
#include <string_view>

#include "jwtkeep/base/json.hpp"
#include "tests/servers/content_of.hpp"
#include "tests/servers/source_path.hpp"

namespace jwtkeep::vectors {

/// The JSON of a file in tests/vectors/. Errors: `not_found`, and those of its JSON.
inline base::Result<base::Json> load_own(std::string_view name) {
  const auto path = servers::source_path("tests/vectors/" + std::string(name));
  const auto text = servers::content_of(path);
  if (text.empty()) return base::fail(base::Reason::not_found, "there is no " + path + ": set JWTKEEP_SOURCE_DIR");
  return base::parse_json(text, {.size_bytes = std::size_t{1} << 20});
}

}  // namespace jwtkeep::vectors
