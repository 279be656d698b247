#include "jwtkeep/scan/decoded_text.hpp"

#include <algorithm>
#include <cstring>
#include <optional>

namespace jwtkeep::scan {
namespace {

constexpr std::size_t kLookedAt = 8000;
enum class Order : std::uint8_t { little, big };

/// By the byte order mark, or by the NULs of what is mostly ASCII: half of the bytes, all in one half of the units.
std::optional<Order> utf16_order(base::ByteView bytes) noexcept {
  if (bytes.size() < 2) return std::nullopt;
  if (bytes[0] == 0xff && bytes[1] == 0xfe) return Order::little;
  if (bytes[0] == 0xfe && bytes[1] == 0xff) return Order::big;
  const auto look = bytes.first(std::min(bytes.size(), kLookedAt));
  if (std::memchr(look.data(), 0, look.size()) == nullptr) return std::nullopt;
  std::size_t first = 0;
  std::size_t second = 0;
  for (std::size_t i = 0; i + 1 < look.size(); i += 2) {
    if (look[i] == 0) ++first;
    if (look[i + 1] == 0) ++second;
  }
  const auto units = look.size() / 2;
  if (units < 8) return std::nullopt;
  if (first == 0 && second * 10 >= units * 9) return Order::little;
  if (second == 0 && first * 10 >= units * 9) return Order::big;
  return std::nullopt;
}

void append_utf8(Characters& out, std::uint32_t point) {
  const auto put = [&](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xc0 | point >> 6);
    put(0x80 | (point & 0x3f));
  } else if (point < 0x10000) {
    put(0xe0 | point >> 12);
    put(0x80 | (point >> 6 & 0x3f));
    put(0x80 | (point & 0x3f));
  } else {
    put(0xf0 | point >> 18);
    put(0x80 | (point >> 12 & 0x3f));
    put(0x80 | (point >> 6 & 0x3f));
    put(0x80 | (point & 0x3f));
  }
}

void transcode(base::ByteView bytes, Order order, Characters& out) {
  constexpr std::uint32_t kReplacement = 0xfffd;
  const auto unit = [&](std::size_t at) -> std::uint32_t {
    return order == Order::little ? bytes[at] | static_cast<std::uint32_t>(bytes[at + 1]) << 8
                                  : bytes[at + 1] | static_cast<std::uint32_t>(bytes[at]) << 8;
  };
  for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
    auto point = unit(at);
    if (at == 0 && point == 0xfeff) continue;
    if (point >= 0xd800 && point < 0xdc00 && at + 3 < bytes.size()) {
      const auto low = unit(at + 2);
      if (low >= 0xdc00 && low < 0xe000) {
        point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
        at += 2;
      }
    }
    append_utf8(out, point >= 0xd800 && point < 0xe000 ? kReplacement : point);
  }
}

}  // namespace

bool is_binary(base::ByteView bytes) noexcept {
  const auto look = std::min(bytes.size(), kLookedAt);
  return look > 0 && std::memchr(bytes.data(), 0, look) != nullptr && !utf16_order(bytes);
}

std::string_view text_of(base::ByteView bytes, Characters& buffer) {
  const auto order = utf16_order(bytes);
  if (!order) {
    auto text = base::as_text(bytes);
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    return text;
  }
  buffer.clear();
  transcode(bytes, *order, buffer);
  return buffer.view();
}

}  // namespace jwtkeep::scan
