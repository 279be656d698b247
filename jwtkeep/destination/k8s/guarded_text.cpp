#include "jwtkeep/destination/k8s/guarded_text.hpp"

#include <algorithm>

namespace jwtkeep::destination {

std::optional<std::string> public_text(const base::Json* value) {
  constexpr std::size_t kLongest = 4096;
  const auto* text = value != nullptr ? value->secret() : nullptr;
  if (text == nullptr || text->empty() || text->size() > kLongest) return std::nullopt;
  return text->reveal([](base::ByteView bytes) -> std::optional<std::string> {
    if (std::ranges::any_of(bytes, [](std::uint8_t byte) { return byte < 0x20 || byte == 0x7f; })) return std::nullopt;
    return std::string(base::as_text(bytes));
  });
}

const base::Json* member(const base::Json* value, std::initializer_list<std::string_view> names) noexcept {
  for (const auto name : names) {
    if (value == nullptr) return nullptr;
    value = value->find(name);
  }
  return value;
}

}  // namespace jwtkeep::destination
