// Ways to read a JSON object of the common shape. Internal to this room: json_nodes.hpp is what a caller wants.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "jwtkeep/base/json_nodes.hpp"

namespace jwtkeep::base::json {

/// Reads `size` bytes, behind which `kJsonPaddingBytes` spaces stand. Gives the number of nodes, or 0.
using Read = std::size_t (*)(const char* text, std::size_t size, std::span<JsonNode> nodes) noexcept;

struct Implementation {
  std::string_view name;
  bool (*is_supported)() noexcept;  ///< by this processor and operating system
  Read read;
};

/// All that were built, the fastest first. The portable one is always there and always supported.
std::span<const Implementation> implementations() noexcept;

// The implementations, each in the file of its name. They differ in how they find the quotes.
std::size_t read_portable(const char* text, std::size_t size, std::span<JsonNode> nodes) noexcept;
#if defined(__x86_64__)
bool is_avx2_supported() noexcept;
std::size_t read_avx2(const char* text, std::size_t size, std::span<JsonNode> nodes) noexcept;
bool is_avx512_supported() noexcept;
std::size_t read_avx512(const char* text, std::size_t size, std::span<JsonNode> nodes) noexcept;
#endif

}  // namespace jwtkeep::base::json
