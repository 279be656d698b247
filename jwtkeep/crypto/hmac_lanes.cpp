#include "jwtkeep/crypto/hmac_lanes.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "jwtkeep/crypto/evp.hpp"
#include "jwtkeep/crypto/kernel/sha256/lanes.hpp"
#include "jwtkeep/crypto/same_tag.hpp"
#include "jwtkeep/crypto/wipe_registers.hpp"

namespace jwtkeep::crypto {
namespace {

using sha256::kBlockBytes;
using sha256::kLanes;

constexpr std::size_t kLengthBytes = 8;
constexpr std::size_t kTagBytes = 32;
/// How many checks are put in order at once.
constexpr std::size_t kMostAtOnce = 256;

/// All blocks of the inner hash but the key's, with padding (FIPS 180-4 section 5.1.1).
std::size_t blocks_of(base::ByteView message) {
  return (message.size() + 1 + kLengthBytes + kBlockBytes - 1) / kBlockBytes;
}

void store_big_endian(std::uint64_t value, std::uint8_t* to) {
  for (int shift = 56; shift >= 0; shift -= 8) *to++ = static_cast<std::uint8_t>(value >> shift);
}

/// The end of a message that does not fill a block, with its padding: one block or two.
struct Tail {
  std::array<std::uint8_t, 2 * kBlockBytes> bytes;

  /// Gives the number of blocks. The key's block counts in the length.
  std::size_t fill(base::ByteView rest, std::size_t message_bytes) {
    const std::size_t blocks = blocks_of(rest);
    if (!rest.empty()) std::memcpy(bytes.data(), rest.data(), rest.size());
    bytes[rest.size()] = 0x80;
    std::memset(bytes.data() + rest.size() + 1, 0, blocks * kBlockBytes - rest.size() - 1 - kLengthBytes);
    store_big_endian(std::uint64_t{kBlockBytes + message_bytes} * 8,
                     bytes.data() + blocks * kBlockBytes - kLengthBytes);
    return blocks;
  }
};

/// At most sixteen checks, in the order of their lengths, the longest first.
class Group {
 public:
  Group(std::span<HmacCheck* const> checks, sha256::Compress kernel) : checks_(checks), compress_(kernel) {}

  void run() {
    hash_whole_blocks();
    hash_tails();
    hash_outer();
    for (std::size_t i = 0; i < checks_.size(); ++i) {
      std::array<std::uint8_t, kTagBytes> tag;  // NOLINT(cppcoreguidelines-pro-type-member-init): written below
      store(states_.lanes[i], tag.data());
      auto& check = *checks_[i];
      check.holds = check.tag.size() == kTagBytes && same_tag(tag.data(), check.tag.data(), kTagBytes);
    }
  }

 private:
  static void store(const sha256::State& state, std::uint8_t* to) {
    for (const auto word : state) {
      for (int shift = 24; shift >= 0; shift -= 8) *to++ = static_cast<std::uint8_t>(word >> shift);
    }
  }

  void start_from(std::size_t state_index) {
    for (std::size_t i = 0; i < checks_.size(); ++i) {
      checks_[i]->key->midstates().reveal([&](base::ByteView states) {
        std::memcpy(states_.lanes[i].data(), states.data() + state_index * sizeof(sha256::State),
                    sizeof(sha256::State));
      });
    }
  }

  /// The first `lanes` lanes.
  void compress(std::size_t blocks, std::size_t lanes) {
    if (blocks != 0 && lanes != 0) compress_(states_, blocks_, blocks, static_cast<std::uint16_t>((1U << lanes) - 1));
  }

  /// As many as all that go on have, again and again: the lanes that go on are the first ones.
  void hash_whole_blocks() {
    start_from(0);
    std::size_t done = 0;
    for (std::size_t lanes = checks_.size(); lanes != 0; --lanes) {
      const auto last = checks_[lanes - 1]->message.size() / kBlockBytes;
      if (last == done) continue;
      // Idle lanes are read as well: the first lane has as many blocks as are taken.
      blocks_.fill(checks_[0]->message.data() + done * kBlockBytes);
      for (std::size_t i = 1; i < lanes; ++i) blocks_[i] = checks_[i]->message.data() + done * kBlockBytes;
      compress(last - done, lanes);
      done = last;
    }
  }

  void hash_tails() {
    std::array<std::size_t, kLanes> counts{};
    blocks_.fill(tails_[0].bytes.data());
    for (std::size_t i = 0; i < checks_.size(); ++i) {
      const auto& message = checks_[i]->message;
      counts[i] = tails_[i].fill(message.subspan(message.size() / kBlockBytes * kBlockBytes), message.size());
      blocks_[i] = tails_[i].bytes.data();
    }
    compress(1, checks_.size());
    // Those with a second block, wherever they are.
    std::uint32_t two = 0;
    for (std::size_t i = 0; i < checks_.size(); ++i) {
      if (counts[i] != 2) continue;
      two |= 1U << i;
      blocks_[i] += kBlockBytes;
    }
    if (two != 0) compress_(states_, blocks_, 1, static_cast<std::uint16_t>(two));
  }

  void hash_outer() {
    for (std::size_t i = 0; i < checks_.size(); ++i) {
      std::array<std::uint8_t, kTagBytes> inner;  // NOLINT(cppcoreguidelines-pro-type-member-init): written below
      store(states_.lanes[i], inner.data());
      tails_[i].fill(inner, inner.size());
      blocks_[i] = tails_[i].bytes.data();
    }
    start_from(1);
    compress(1, checks_.size());
  }

  std::span<HmacCheck* const> checks_;
  sha256::Compress compress_;
  sha256::LaneStates states_{};
  sha256::LaneBlocks blocks_{};
  std::array<Tail, kLanes> tails_;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled before they are read
};

/// `forced` or, where it is nullptr, the fastest for each group.
void verify_some(std::span<HmacCheck> checks, const sha256::Implementation* forced) {
  std::array<HmacCheck*, kMostAtOnce> order;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled up to count
  for (std::size_t i = 0; i < checks.size(); ++i) {
    must(checks[i].key->hash() == Hash::sha256);
    order[i] = &checks[i];
  }
  const std::span sorted(order.data(), checks.size());
  // Groups of like lengths leave few lanes idle. Often all are alike, and in order already.
  const auto longer = [](const HmacCheck* a, const HmacCheck* b) { return a->message.size() > b->message.size(); };
  if (!std::ranges::is_sorted(sorted, longer)) std::ranges::sort(sorted, longer);
  for (std::size_t from = 0; from < sorted.size(); from += kLanes) {
    const auto group = sorted.subspan(from, std::min(kLanes, sorted.size() - from));
    const auto* kernel = forced != nullptr ? forced : sha256::fastest(group.size());
    if (kernel != nullptr) {
      Group(group, kernel->compress).run();
    } else {
      for (auto* check : group) check->holds = check->key->verify(check->message, check->tag);
    }
  }
}

void verify_all(std::span<HmacCheck> checks, const sha256::Implementation* forced) {
  for (std::size_t from = 0; from < checks.size(); from += kMostAtOnce) {
    verify_some(checks.subspan(from, std::min(kMostAtOnce, checks.size() - from)), forced);
  }
  // What the lanes leave behind: the keys' states, and right tags, which would be valid signatures for forged messages.
  base::wipe_stack();
  wipe_vector_registers();
}

}  // namespace

void verify_hmac_sha256(std::span<HmacCheck> checks) noexcept { verify_all(checks, nullptr); }

bool verify_hmac_sha256_with(std::string_view kernel, std::span<HmacCheck> checks) noexcept {
  for (const auto& one : sha256::implementations()) {
    if (one.name != kernel || !one.is_supported()) continue;
    verify_all(checks, &one);
    return true;
  }
  return false;
}

}  // namespace jwtkeep::crypto
