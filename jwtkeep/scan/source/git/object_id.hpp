// An object's name as bytes, to be held by the million. Internal.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace jwtkeep::scan {

/// SHA-1 (20 bytes, the rest zero) or SHA-256.
struct ObjectId {
  std::array<std::uint8_t, 32> bytes{};

  static std::optional<ObjectId> parse(std::string_view hex) noexcept {
    if (hex.size() != 40 && hex.size() != 64) return std::nullopt;
    ObjectId id;
    for (std::size_t at = 0; at < hex.size(); ++at) {
      const char c = hex[at];
      const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
      if (digit < 0) return std::nullopt;
      id.bytes[at / 2] = static_cast<std::uint8_t>(id.bytes[at / 2] << 4 | digit);
    }
    return id;
  }
  /// Whether it stands for nothing: the other side of what was added or deleted.
  [[nodiscard]] bool is_null() const noexcept { return bytes == std::array<std::uint8_t, 32>{}; }

  friend bool operator==(const ObjectId&, const ObjectId&) = default;
};

}  // namespace jwtkeep::scan

template <>
struct std::hash<jwtkeep::scan::ObjectId> {
  std::size_t operator()(const jwtkeep::scan::ObjectId& id) const noexcept {
    // A hash already; its first bytes will do.
    std::size_t first = 0;
    std::memcpy(&first, id.bytes.data(), sizeof first);
    return first;
  }
};
