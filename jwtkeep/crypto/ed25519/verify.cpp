#include "jwtkeep/crypto/ed25519/verify.hpp"

#include <sodium.h>

#include <algorithm>
#include <ranges>

#include "jwtkeep/crypto/message_digest.hpp"

namespace jwtkeep::crypto::ed25519 {
namespace {

// L, the order of the base point, least significant byte first (RFC 8032 section 5.1).
constexpr std::array<std::uint8_t, 32> kOrder{0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                                              0xa2, 0xde, 0xf9, 0xde, 0x14, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
                                              0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x10};
constexpr std::array<std::uint8_t, 32> kNeutralOctets{1};

bool is_below_order(base::ByteView number) {
  return std::ranges::lexicographical_compare(std::views::reverse(number), std::views::reverse(kOrder));
}

}  // namespace

bool verify(const Comb& a, base::ByteView octets, base::ByteView message, base::ByteView signature) {
  const auto r = signature.first(32), s = signature.subspan(32);
  if (!is_below_order(s)) return false;
  const MessageHash hash(Hash::sha512, {r, octets, message});
  std::array<std::uint8_t, 32> h{};
  crypto_core_ed25519_scalar_reduce(h.data(), hash.view().data());
  const auto expected = difference(a, s, h);
  // libsodium takes no R of small order; of those the prime-order group has the neutral element alone.
  return std::ranges::equal(expected, r) && expected != kNeutralOctets;
}

const Comb* LazyComb::next_use(base::ByteView octets) const {
  if (uses_.load(std::memory_order_relaxed) < kUsesWithout) {
    uses_.fetch_add(1, std::memory_order_relaxed);
    return nullptr;
  }
  std::call_once(once_, [&] { comb_ = Comb::of_octets(octets); });
  return comb_.get();
}

}  // namespace jwtkeep::crypto::ed25519
