#include "jwtkeep/crypto/one_asymmetric_key.hpp"

#include <algorithm>
#include <array>

namespace jwtkeep::crypto {
namespace {

constexpr std::uint8_t kSequence = 0x30;
constexpr std::uint8_t kPublicKey = 0x81;  // [1] IMPLICIT BIT STRING
constexpr std::array<std::uint8_t, 3> kVersion1{0x02, 0x01, 0x00};
constexpr std::array<std::uint8_t, 3> kVersion2{0x02, 0x01, 0x01};

struct Element {
  std::uint8_t tag;
  base::ByteView whole, content;
};

/// Takes the first DER element off `rest`. Lengths of up to two bytes, which is 64 KiB: no key is longer.
std::optional<Element> take(base::ByteView& rest) {
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
  const Element element{rest[0], rest.first(header + size), rest.subspan(header, size)};
  rest = rest.subspan(header + size);
  return element;
}

}  // namespace

std::optional<OneAsymmetricKey> split_version_2(base::ByteView der) {
  const auto outer = take(der);
  if (!outer || outer->tag != kSequence || !der.empty()) return std::nullopt;
  auto rest = outer->content;
  const auto version = take(rest);
  if (!version || !std::ranges::equal(version->whole, kVersion2)) return std::nullopt;
  // Version, algorithm and key, perhaps attributes, and the public part at the end.
  const auto members = rest;
  auto kept = members;
  std::optional<Element> last;
  while (!rest.empty()) {
    kept = members.first(members.size() - rest.size());
    last = take(rest);
    if (!last) return std::nullopt;
  }
  // The first content byte counts unused bits: a key has whole bytes.
  if (!last || last->tag != kPublicKey || last->content.empty() || last->content[0] != 0) return std::nullopt;
  const auto size = kVersion1.size() + kept.size();
  const std::array<std::uint8_t, 4> head{kSequence, 0x82, static_cast<std::uint8_t>(size >> 8),
                                         static_cast<std::uint8_t>(size)};
  base::SecretBuilder rebuilt;
  rebuilt.append(base::ByteView(head)).append(base::ByteView(kVersion1)).append(kept);
  const auto bits = last->content.subspan(1);
  return OneAsymmetricKey{rebuilt.take(), {bits.begin(), bits.end()}};
}

}  // namespace jwtkeep::crypto
