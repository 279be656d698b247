#include "jwtkeep/base/bytes.hpp"

#include <simdjson.h>
#include <sodium.h>

#include <algorithm>

namespace jwtkeep::base {

bool is_utf8(ByteView bytes) noexcept {
  return simdjson::validate_utf8(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

bool is_printable_ascii(ByteView bytes) noexcept {
  return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte >= 0x20 && byte <= 0x7e; });
}

void wipe(MutableByteView bytes) noexcept {
  if (!bytes.empty()) sodium_memzero(bytes.data(), bytes.size());
}

void wipe_stack() noexcept {
  constexpr std::size_t kDeepestBytes = 16384;
  sodium_stackzero(kDeepestBytes);
}

}  // namespace jwtkeep::base
