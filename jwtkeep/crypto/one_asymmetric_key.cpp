#include "jwtkeep/crypto/one_asymmetric_key.hpp"

#include <algorithm>
#include <array>

#include "jwtkeep/crypto/der_element.hpp"

namespace jwtkeep::crypto {
namespace {

constexpr std::uint8_t kPublicKey = 0x81;  // [1] IMPLICIT BIT STRING
constexpr std::array<std::uint8_t, 3> kVersion1{0x02, 0x01, 0x00};
constexpr std::array<std::uint8_t, 3> kVersion2{0x02, 0x01, 0x01};

}  // namespace

std::optional<OneAsymmetricKey> split_version_2(base::ByteView der) {
  const auto outer = take_der_element(der);
  if (!outer || outer->tag != kDerSequence || !der.empty()) return std::nullopt;
  auto rest = outer->content;
  const auto version = take_der_element(rest);
  if (!version || !std::ranges::equal(version->whole, kVersion2)) return std::nullopt;
  // Version, algorithm and key, perhaps attributes, and the public part at the end.
  const auto members = rest;
  auto kept = members;
  std::optional<DerElement> last;
  while (!rest.empty()) {
    kept = members.first(members.size() - rest.size());
    last = take_der_element(rest);
    if (!last) return std::nullopt;
  }
  // The first content byte counts unused bits: a key has whole bytes.
  if (!last || last->tag != kPublicKey || last->content.empty() || last->content[0] != 0) return std::nullopt;
  const auto size = kVersion1.size() + kept.size();
  const std::array<std::uint8_t, 4> head{kDerSequence, 0x82, static_cast<std::uint8_t>(size >> 8),
                                         static_cast<std::uint8_t>(size)};
  base::SecretBuilder rebuilt;
  rebuilt.append(base::ByteView(head)).append(base::ByteView(kVersion1)).append(kept);
  const auto bits = last->content.subspan(1);
  return OneAsymmetricKey{rebuilt.take(), {bits.begin(), bits.end()}};
}

}  // namespace jwtkeep::crypto
