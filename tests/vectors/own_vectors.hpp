// Reads the public test vectors that are part of this repository (see README.md here).
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "jwtkeep/base/json.hpp"

namespace jwtkeep::vectors {

/// The JSON of a file in tests/vectors/. Errors: `not_found`, and those of its JSON.
inline base::Result<base::Json> load_own(std::string_view name) {
  const char* source = std::getenv("JWTKEEP_SOURCE_DIR");
  const auto path = std::filesystem::path(source == nullptr ? "." : source) / "tests" / "vectors" / name;
  std::ifstream in(path, std::ios::binary);
  if (!in) return base::fail(base::Reason::not_found, "there is no " + path.string() + ": set JWTKEEP_SOURCE_DIR");
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  return base::parse_json(text, {.size_bytes = std::size_t{1} << 20});
}

}  // namespace jwtkeep::vectors
