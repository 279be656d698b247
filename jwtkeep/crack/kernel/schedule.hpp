// Message schedules (FIPS 180-4 sections 6.2.2 and 6.4.2) whose known part is computed beforehand. Internal to this
// room.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>

#include "jwtkeep/crack/kernel/sha2.hpp"

namespace jwtkeep::crack::kernel {

template <class Hash>
constexpr typename Hash::Word small_sigma(const std::array<int, 3>& turns, typename Hash::Word x) noexcept {
  return std::rotr(x, turns[0]) ^ std::rotr(x, turns[1]) ^ x >> turns[2];
}

/// Which words of the schedule depend on the first `kVarying` words of a block, the others being known.
template <class Hash, int kVarying>
inline constexpr auto kVaries = [] {
  std::array<bool, Hash::kRounds> varies{};
  for (std::size_t t = 0; t < varies.size(); ++t) {
    varies[t] = t < 16 ? t < kVarying : varies[t - 2] || varies[t - 7] || varies[t - 15] || varies[t - 16];
  }
  return varies;
}();

/// The known part of a block's schedule.
template <class Hash>
struct Schedule {
  using Word = typename Hash::Word;

  /// To be added in each round, beside the word where that varies: the round's constant, and the word where it is
  /// known.
  std::array<Word, Hash::kRounds> round;
  /// The known summands of each word that varies.
  std::array<Word, Hash::kRounds> known;
};

/// Of a block whose first `kVarying` words are not known. `block`: the others; what stands in the first does not count.
template <class Hash, int kVarying>
constexpr Schedule<Hash> make_schedule(const std::array<typename Hash::Word, 16>& block) noexcept {
  const auto& varies = kVaries<Hash, kVarying>;
  Schedule<Hash> schedule{};
  std::array<typename Hash::Word, Hash::kRounds> known{};
  for (std::size_t t = 0; t < known.size(); ++t) {
    if (t < 16) {
      known[t] = varies[t] ? 0 : block[t];
    } else {
      if (!varies[t - 16]) known[t] += known[t - 16];
      if (!varies[t - 15]) known[t] += small_sigma<Hash>(Hash::kTurns.small0, known[t - 15]);
      if (!varies[t - 7]) known[t] += known[t - 7];
      if (!varies[t - 2]) known[t] += small_sigma<Hash>(Hash::kTurns.small1, known[t - 2]);
    }
    schedule.round[t] = Hash::round_constant(static_cast<int>(t)) + (varies[t] ? 0 : known[t]);
    schedule.known[t] = varies[t] ? known[t] : 0;
  }
  return schedule;
}

// RFC 2104 section 2: the key's block is a pad, and what the key changes of it.
template <class Word>
inline constexpr auto kInnerPad = static_cast<Word>(0x3636363636363636);
template <class Word>
inline constexpr auto kOuterPad = static_cast<Word>(0x5c5c5c5c5c5c5c5c);

/// Which words that vary have known summands too that are not 0.
template <class Hash>
constexpr std::array<bool, Hash::kRounds> mixed_words(const Schedule<Hash>& schedule) noexcept {
  std::array<bool, Hash::kRounds> mixed{};
  for (std::size_t t = 0; t < mixed.size(); ++t) mixed[t] = schedule.known[t] != 0;
  return mixed;
}

/// A pad's block under a key of at most `kVarying` words.
template <class Hash, int kVarying, typename Hash::Word kPad>
inline constexpr auto kPadBlock = [] {
  std::array<typename Hash::Word, 16> block{};
  block.fill(kPad);
  return make_schedule<Hash, kVarying>(block);
}();

/// What the rounds of a block leave out, which is the same for both pads.
template <class Hash, int kWords>
struct KeyBlock {
  static constexpr int kVarying = kWords;
  static constexpr auto kIsMixed = mixed_words<Hash>(kPadBlock<Hash, kWords, kInnerPad<typename Hash::Word>>);
};

/// The last block of all: the inner hash, and what pads it (FIPS 180-4 section 5.1).
template <class Hash>
inline constexpr auto kLastBlock = [] {
  using Word = typename Hash::Word;
  std::array<Word, 16> block{};
  block[Hash::kTagWords] = Word{1} << (sizeof(Word) * 8 - 1);
  block[15] = (Hash::kBlockBytes + Hash::kTagWords * sizeof(Word)) * 8;
  return make_schedule<Hash, Hash::kTagWords>(block);
}();

template <class Hash>
struct LastBlock {
  static constexpr int kVarying = Hash::kTagWords;
  static constexpr auto kIsMixed = mixed_words<Hash>(kLastBlock<Hash>);
};

static_assert(KeyBlock<Sha256, 4>::kIsMixed == mixed_words<Sha256>(kPadBlock<Sha256, 4, kOuterPad<std::uint32_t>>));

/// The state after the first round of a pad's block: the registers a and e, to which the block's first word is to be
/// added, then the initial state, of which the others are (from a on, one place later).
template <class Hash>
inline constexpr auto kStart = [] {
  using Word = typename Hash::Word;
  const auto big_sigma = [](const std::array<int, 3>& turns, Word x) {
    return std::rotr(x, turns[0]) ^ std::rotr(x, turns[1]) ^ std::rotr(x, turns[2]);
  };
  std::array<Word, 8> s{};
  for (std::size_t i = 0; i < 8; ++i) s[i] = Hash::initial(static_cast<int>(i));
  const Word first =
      s[7] + big_sigma(Hash::kTurns.big1, s[4]) + ((s[4] & s[5]) ^ (~s[4] & s[6])) + Hash::round_constant(0);
  const Word second = big_sigma(Hash::kTurns.big0, s[0]) + ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
  std::array<Word, 10> start{first + second, s[3] + first};
  std::ranges::copy(s, start.begin() + 2);
  return start;
}();

}  // namespace jwtkeep::crack::kernel
