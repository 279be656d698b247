#include "jwtkeep/crypto/der_element.hpp"

namespace jwtkeep::crypto {

std::optional<DerElement> take_der_element(base::ByteView& rest) noexcept {
  if (rest.size() < 2) return std::nullopt;
  std::size_t header = 2;
  std::size_t size = rest[1];
  if (size == 0x81 || size == 0x82) {
    header += size - 0x80;
    if (rest.size() < header) return std::nullopt;
    size = header == 3 ? rest[2] : static_cast<std::size_t>(rest[2] << 8 | rest[3]);
  } else if (size >= 0x80) {
    return std::nullopt;
  }
  if (rest.size() - header < size) return std::nullopt;
  const DerElement element{rest[0], rest.first(header + size), rest.subspan(header, size)};
  rest = rest.subspan(header + size);
  return element;
}

}  // namespace jwtkeep::crypto
