#include "jwtkeep/strength/tables.hpp"

#include "jwtkeep/strength/known_list.hpp"
#include "tables.inc"

namespace {

extern "C" {
extern const char jwtkeep_known_list_begin[];
extern const char jwtkeep_known_list_end[];
extern const char jwtkeep_known_index_begin[];
extern const char jwtkeep_known_index_end[];
extern const char jwtkeep_known_origins_begin[];
extern const char jwtkeep_known_origins_end[];
}

/// The tables are aligned to 64 bytes, and jwtkeep runs on little-endian machines alone.
template <typename T>
std::span<const T> table(const char* begin, const char* end) noexcept {
  return {reinterpret_cast<const T*>(begin), static_cast<std::size_t>(end - begin) / sizeof(T)};
}

}  // namespace

namespace jwtkeep::strength {

std::string_view known_list() noexcept {
  return {jwtkeep_known_list_begin, static_cast<std::size_t>(jwtkeep_known_list_end - jwtkeep_known_list_begin)};
}

namespace tables {

std::span<const std::uint32_t> known_index() noexcept {
  return table<std::uint32_t>(jwtkeep_known_index_begin, jwtkeep_known_index_end);
}

std::span<const std::uint32_t> known_origins() noexcept {
  return table<std::uint32_t>(jwtkeep_known_origins_begin, jwtkeep_known_origins_end);
}

}  // namespace tables
}  // namespace jwtkeep::strength
