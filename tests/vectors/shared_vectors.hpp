// Finds the large public test vectors, which are not part of this repository (see README.md here).
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

#include "jwtkeep/base/json.hpp"

namespace jwtkeep::vectors {

/// The folder `vectors` under JWTKEEP_SHARED, or else under `shared` beside the source tree.
inline std::filesystem::path folder() {
  if (const char* shared = std::getenv("JWTKEEP_SHARED")) return std::filesystem::path(shared) / "vectors";
  const char* source = std::getenv("JWTKEEP_SOURCE_DIR");
  if (source == nullptr) return {};
  return std::filesystem::weakly_canonical(std::filesystem::path(source) / ".." / "shared" / "vectors");
}

/// The file's JSON, or nothing where the folder is not there. A file that is there and cannot be read is an error, so
/// that a damaged one does not pass for an absent one.
inline base::Result<std::optional<base::Json>> load(std::string_view name) {
  const auto path = folder() / name;
  std::error_code ignored;
  if (folder().empty() || !std::filesystem::exists(path, ignored)) return std::optional<base::Json>{};
  std::ifstream in(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  JWTKEEP_TRY(auto json, base::parse_json(text, {.size_bytes = std::size_t{16} << 20}));
  return std::optional(std::move(json));
}

inline const std::string& text(const base::Json& object, std::string_view name) {
  static const std::string none;
  const auto* member = object.find(name);
  return member != nullptr && member->string() != nullptr ? *member->string() : none;
}

}  // namespace jwtkeep::vectors

/// Declares `variable` with the vectors of that file, or skips the test with a reason.
#define JWTKEEP_VECTORS(variable, name)                                                              \
  const auto variable##_loaded = jwtkeep::vectors::load(name);                                       \
  ASSERT_TRUE(variable##_loaded) << variable##_loaded.error().what;                                  \
  if (!*variable##_loaded) {                                                                         \
    GTEST_SKIP() << "no " << (jwtkeep::vectors::folder() / (name)) << ": set JWTKEEP_SHARED to run"; \
  }                                                                                                  \
  const jwtkeep::base::Json& variable = **variable##_loaded
