#include "jwtkeep/crypto/hmac_lanes.hpp"

#include <algorithm>
#include <array>
#include <bit>
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

/// How many blocks the end of a message takes, with padding (FIPS 180-4 section 5.1.1).
std::size_t blocks_of(base::ByteView message) {
  return (message.size() + 1 + kLengthBytes + kBlockBytes - 1) / kBlockBytes;
}

template <class Word>
Word big_endian(Word word) noexcept {
  if constexpr (std::endian::native == std::endian::little) word = std::byteswap(word);
  return word;
}

/// The end of a message that does not fill a block, with its padding: one block or two.
struct Tail {
  alignas(kBlockBytes) std::array<std::uint8_t, 2 * kBlockBytes> bytes;

  /// Gives the number of blocks. The key's block counts in the length.
  std::size_t fill(base::ByteView rest, std::size_t message_bytes) {
    const std::size_t blocks = blocks_of(rest);
    bytes.fill(0);
    if (!rest.empty()) std::memcpy(bytes.data(), rest.data(), rest.size());
    bytes[rest.size()] = 0x80;
    const auto bits = big_endian(std::uint64_t{kBlockBytes + message_bytes} * 8);
    std::memcpy(bytes.data() + blocks * kBlockBytes - kLengthBytes, &bits, kLengthBytes);
    return blocks;
  }

  /// The one block of the outer hash but for its first 32 bytes, which are the inner hash.
  void fill_outer() noexcept {
    static constexpr auto kBlock = [] {
      std::array<std::uint8_t, kBlockBytes> block{};
      block[kTagBytes] = 0x80;
      block[kBlockBytes - 2] = (kBlockBytes + kTagBytes) * 8 >> 8;
      return block;
    }();
    static_assert((kBlockBytes + kTagBytes) * 8 % 256 == 0);
    std::memcpy(bytes.data() + kTagBytes, kBlock.data() + kTagBytes, kBlockBytes - kTagBytes);
  }
};

/// At most sixteen checks, those with the most blocks first.
class Group {
 public:
  // States, blocks and tails are filled before they are read.
  Group(std::span<HmacCheck* const> checks, sha256::Compress kernel)  // NOLINT(cppcoreguidelines-pro-type-member-init)
      : checks_(checks), compress_(kernel) {}

  void run() {
    hash_whole_blocks();
    hash_tails();
    hash_outer();
    // All tags, then all comparisons: one that is read at once waits for its own bytes to be written.
    std::array<std::array<std::uint8_t, kTagBytes>, kLanes> tags;  // NOLINT(cppcoreguidelines-pro-type-member-init)
    for (std::size_t i = 0; i < checks_.size(); ++i) store(states_.lanes[i], tags[i].data());
    for (std::size_t i = 0; i < checks_.size(); ++i) {
      auto& check = *checks_[i];
      check.holds = check.tag.size() == kTagBytes && same_tag(tags[i].data(), check.tag.data(), kTagBytes);
    }
  }

 private:
  static void store(const sha256::State& state, std::uint8_t* to) {
#pragma GCC unroll 8
    for (std::size_t i = 0; i < sha256::kStateWords; ++i) {
      const auto word = big_endian(state[i]);
      std::memcpy(to + i * sizeof word, &word, sizeof word);
    }
  }

  /// What of a message has not been hashed beforehand.
  static base::ByteView rest(const HmacCheck& check) { return check.message.subspan(check.key->prefix_size_bytes()); }

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
    compress_(states_, blocks_, blocks, static_cast<std::uint16_t>((1U << lanes) - 1));
  }

  /// As many as all that go on have, again and again: the lanes that go on are the first ones.
  void hash_whole_blocks() {
    start_from(0);
    std::size_t done = 0;
    for (std::size_t lanes = checks_.size(); lanes != 0; --lanes) {
      const auto last = rest(*checks_[lanes - 1]).size() / kBlockBytes;
      if (last == done) continue;
      // Idle lanes are read as well: the first lane has as many blocks as are taken.
      blocks_.fill(rest(*checks_[0]).data() + done * kBlockBytes);
      for (std::size_t i = 1; i < lanes; ++i) blocks_[i] = rest(*checks_[i]).data() + done * kBlockBytes;
      compress(last - done, lanes);
      done = last;
    }
  }

  void hash_tails() {
    std::uint32_t two_blocks = 0;
    blocks_.fill(tails_[0].bytes.data());
    for (std::size_t i = 0; i < checks_.size(); ++i) {
      const auto message = rest(*checks_[i]);
      const auto last = message.subspan(message.size() / kBlockBytes * kBlockBytes);
      if (tails_[i].fill(last, checks_[i]->message.size()) == 2) two_blocks |= 1U << i;
      blocks_[i] = tails_[i].bytes.data();
    }
    compress(1, checks_.size());
    if (two_blocks == 0) return;
    for (auto& block : blocks_) block += kBlockBytes;
    compress_(states_, blocks_, 1, static_cast<std::uint16_t>(two_blocks));
  }

  void hash_outer() {
    for (std::size_t i = 0; i < checks_.size(); ++i) {
      tails_[i].fill_outer();
      store(states_.lanes[i], tails_[i].bytes.data());
      blocks_[i] = tails_[i].bytes.data();
    }
    start_from(1);
    compress(1, checks_.size());
  }

  std::span<HmacCheck* const> checks_;
  sha256::Compress compress_;
  sha256::LaneStates
      states_;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled before they are read, as all are
  sha256::LaneBlocks blocks_;
  std::array<Tail, kLanes> tails_;
};

/// `forced` or, where it is nullptr, the fastest for each group. Gives whether a kernel was used.
bool verify_some(std::span<HmacCheck> checks, const sha256::Implementation* forced) {
  std::array<HmacCheck*, kMostAtOnce> order;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled up to count
  for (std::size_t i = 0; i < checks.size(); ++i) {
    must(checks[i].key->hash() == Hash::sha256 && checks[i].message.size() >= checks[i].key->prefix_size_bytes());
    order[i] = &checks[i];
  }
  const std::span sorted(order.data(), checks.size());
  // Groups of like lengths leave few lanes idle. Often all are alike, and in order already.
  const auto size = [](const HmacCheck* check) { return check->message.size() - check->key->prefix_size_bytes(); };
  const auto longer = [&](const HmacCheck* a, const HmacCheck* b) { return size(a) > size(b); };
  if (!std::ranges::is_sorted(sorted, longer)) std::ranges::sort(sorted, longer);
  bool used = false;
  for (std::size_t from = 0; from < sorted.size(); from += kLanes) {
    const auto group = sorted.subspan(from, std::min(kLanes, sorted.size() - from));
    const auto* kernel = forced != nullptr ? forced : sha256::fastest(group.size());
    if (kernel != nullptr) {
      Group(group, kernel->compress).run();
      used = true;
    } else {
      for (auto* check : group) check->holds = check->key->verify(check->message, check->tag);
    }
  }
  return used;
}

void verify_all(std::span<HmacCheck> checks, const sha256::Implementation* forced) {
  bool used = false;
  for (std::size_t from = 0; from < checks.size(); from += kMostAtOnce) {
    if (verify_some(checks.subspan(from, std::min(kMostAtOnce, checks.size() - from)), forced)) used = true;
  }
  if (!used) return;
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
