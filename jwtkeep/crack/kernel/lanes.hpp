// HMAC (RFC 2104) of one message under many keys, a key in each lane: the algorithm, which each implementation compiles
// for its instruction set. Internal to this room.
//
// A compression with a key or a digest in it computes its schedule in the lanes, without the parts that are known
// (schedule.hpp); one of the message has its schedule from the message. The last compression ends early: the tag and
// the outer pad's state together tell the eight last values of the register a (FIPS 180-4 section 6.2.2 step 3,
// backwards), or the six last with SHA-384; the first of them is compared.
#pragma once

#include <algorithm>
#include <bit>

#include "jwtkeep/crack/kernel/kernel.hpp"

// An implementation defines it with its instruction set as function attribute: that must stand at each function which
// is inlined into another with the same. Not a compiler option for the file: no inline function of the standard library
// is then compiled for a processor that the program may not run on.
#ifndef JWTKEEP_LANES_TARGET
#define JWTKEEP_LANES_TARGET
#endif
#define JWTKEEP_LANES_INLINE JWTKEEP_LANES_TARGET [[gnu::always_inline]] static inline

namespace jwtkeep::crack::kernel {

/// `Lanes` has the type `V` of a register of `kCount` words, and what is done with it: `add`, `sub`, `xor2`, `xor3`,
/// `choice`, `majority`, `turn<n>` (to the right), `shift<n>` (to the right), `all` (a word in each lane), `equal` (a
/// bit for each lane) and `load_keys<n>` (n words of each key, big-endian, zeros behind its end).
template <class Hash, class Lanes>
struct Code {
  using Word = typename Hash::Word;
  using V = typename Lanes::V;
  static constexpr int kRounds = Hash::kRounds;
  static constexpr auto kTurns = Hash::kTurns;

  JWTKEEP_LANES_INLINE V big0(V x) {
    return Lanes::xor3(Lanes::template turn<kTurns.big0[0]>(x), Lanes::template turn<kTurns.big0[1]>(x),
                       Lanes::template turn<kTurns.big0[2]>(x));
  }
  JWTKEEP_LANES_INLINE V big1(V x) {
    return Lanes::xor3(Lanes::template turn<kTurns.big1[0]>(x), Lanes::template turn<kTurns.big1[1]>(x),
                       Lanes::template turn<kTurns.big1[2]>(x));
  }
  JWTKEEP_LANES_INLINE V small0(V x) {
    return Lanes::xor3(Lanes::template turn<kTurns.small0[0]>(x), Lanes::template turn<kTurns.small0[1]>(x),
                       Lanes::template shift<kTurns.small0[2]>(x));
  }
  JWTKEEP_LANES_INLINE V small1(V x) {
    return Lanes::xor3(Lanes::template turn<kTurns.small1[0]>(x), Lanes::template turn<kTurns.small1[1]>(x),
                       Lanes::template shift<kTurns.small1[2]>(x));
  }

  /// The registers a to h before round t are s[-t], s[1 - t] ... (modulo 8): nothing is moved. `hwk`: h + W + K.
  template <int kT>
  JWTKEEP_LANES_INLINE void round_with(V (&s)[8], V hwk) {
    V& a = s[(0 - kT) & 7];
    V& d = s[(3 - kT) & 7];
    V& e = s[(4 - kT) & 7];
    const V first = Lanes::add(Lanes::add(hwk, Lanes::choice(e, s[(5 - kT) & 7], s[(6 - kT) & 7])), big1(e));
    const V second = Lanes::add(big0(a), Lanes::majority(a, s[(1 - kT) & 7], s[(2 - kT) & 7]));
    d = Lanes::add(d, first);
    s[(7 - kT) & 7] = Lanes::add(first, second);
  }

  /// The schedule's word t, into its place, and W + K.
  template <int kVarying, int kT>
  JWTKEEP_LANES_INLINE V word_with_constant(V (&w)[16], const Schedule<Hash>& schedule) {
    constexpr auto& varies = kVaries<Hash, kVarying>;
    const V constant = Lanes::all(schedule.round[kT]);
    if constexpr (!varies[kT]) {
      return constant;
    } else {
      if constexpr (kT >= 16) {
        V& word = w[kT & 15];
        if constexpr (kIsMixed<Hash, kVarying>[kT]) {
          const V known = Lanes::all(schedule.known[kT]);
          word = varies[kT - 16] ? Lanes::add(word, known) : known;
        }
        if constexpr (varies[kT - 15]) word = Lanes::add(word, small0(w[(kT - 15) & 15]));
        if constexpr (varies[kT - 7]) word = Lanes::add(word, w[(kT - 7) & 15]);
        if constexpr (varies[kT - 2]) word = Lanes::add(word, small1(w[(kT - 2) & 15]));
      }
      return Lanes::add(w[kT & 15], constant);
    }
  }

  /// The rounds from kT to before kEnd.
  template <int kVarying, int kT, int kEnd>
  JWTKEEP_LANES_INLINE void rounds(V (&s)[8], V (&w)[16], const Schedule<Hash>& schedule) {
    if constexpr (kT < kEnd) {
      const V wk = word_with_constant<kVarying, kT>(w, schedule);
      round_with<kT>(s, Lanes::add(s[(7 - kT) & 7], wk));
      rounds<kVarying, kT + 1, kEnd>(s, w, schedule);
    }
  }

  /// The first round from the initial state, all of which is known but the word: schedule.round[0] is not asked.
  JWTKEEP_LANES_INLINE void first_round(V (&s)[8], V word) {
    constexpr auto kFirst = [] {
      const auto turned = [](Word x, const std::array<int, 3>& by) {
        return std::rotr(x, by[0]) ^ std::rotr(x, by[1]) ^ std::rotr(x, by[2]);
      };
      const Word a = Hash::initial(0);
      const Word b = Hash::initial(1);
      const Word c = Hash::initial(2);
      const Word e = Hash::initial(4);
      const Word first = Hash::initial(7) + turned(e, kTurns.big1) +
                         ((e & Hash::initial(5)) ^ (~e & Hash::initial(6))) + Hash::round_constant(0);
      return std::array{static_cast<Word>(first + turned(a, kTurns.big0) + ((a & b) ^ (a & c) ^ (b & c))),
                        static_cast<Word>(first + Hash::initial(3))};
    }();
    static constexpr auto kInitial = [] {
      std::array<Word, 8> initial{};
      for (int i = 0; i < 8; ++i) initial[static_cast<std::size_t>(i)] = Hash::initial(i);
      return initial;
    }();
    for (int i = 0; i < 8; ++i) s[i] = Lanes::all(kInitial[static_cast<std::size_t>(i)]);
    s[7] = Lanes::add(word, Lanes::all(kFirst[0]));
    s[3] = Lanes::add(word, Lanes::all(kFirst[1]));
  }

  /// The state after a pad's block, of which the first kVarying words are the key's.
  template <int kVarying>
  JWTKEEP_LANES_TARGET [[gnu::noinline]] static void pad_state(const V* key, Word pad, const Schedule<Hash>& schedule,
                                                               V* out) {
    V w[16];
    for (int i = 0; i < kVarying; ++i) w[i] = Lanes::xor2(key[i], Lanes::all(pad));
    V s[8];
    first_round(s, w[0]);
    rounds<kVarying, 1, kRounds>(s, w, schedule);
    for (int i = 0; i < 8; ++i) out[i] = Lanes::add(s[i], Lanes::all(Hash::initial(i)));
  }

  template <int kT>
  JWTKEEP_LANES_INLINE void eight_rounds(V (&s)[8], const Word* wk) {
    if constexpr (kT < 8) {
      round_with<kT>(s, Lanes::add(s[(7 - kT) & 7], Lanes::all(wk[kT])));
      eight_rounds<kT + 1>(s, wk);
    }
  }

  /// The inner hash of the message, from the inner pad's state.
  JWTKEEP_LANES_TARGET [[gnu::noinline]] static void inner_hash(const V* pad, const Message<Hash>& message, V* out) {
    for (int i = 0; i < 8; ++i) out[i] = pad[i];
    for (const auto& block : message.blocks) {
      V s[8];
      for (int i = 0; i < 8; ++i) s[i] = out[i];
      for (int t = 0; t < kRounds; t += 8) eight_rounds<0>(s, &block[static_cast<std::size_t>(t)]);
      for (int i = 0; i < 8; ++i) out[i] = Lanes::add(out[i], s[i]);
    }
  }

  /// The register a was this before the last three rounds that are told by `a`, the values of a that followed, and
  /// `e`, what e became in the round in which a became `a3`.
  JWTKEEP_LANES_INLINE V earlier(V a3, V a2, V a1, V a0, V e) {
    return Lanes::add(Lanes::sub(e, a3), Lanes::add(big0(a2), Lanes::majority(a2, a1, a0)));
  }

  /// A bit for each lane whose outer hash, from the outer pad's state, is the message's tag, as far as one word tells.
  JWTKEEP_LANES_TARGET [[gnu::noinline]] static std::uint32_t same_tag(const V* pad, const V* inner,
                                                                       const Schedule<Hash>& schedule,
                                                                       const Message<Hash>& message) {
    constexpr int kWords = Hash::kTagWords;
    constexpr int kLast = kRounds - kWords;  // a of this round is the first that the tag tells
    V w[16];
    for (int i = 0; i < kWords; ++i) w[i] = inner[i];
    V s[8];
    for (int i = 0; i < 8; ++i) s[i] = pad[i];
    rounds<kWords, 0, kLast + 1>(s, w, schedule);
    const V found = s[(7 - kLast) & 7];

    V end[kWords];
    for (int i = 0; i < kWords; ++i) end[i] = Lanes::sub(Lanes::all(message.tag[static_cast<std::size_t>(i)]), pad[i]);
    V a = earlier(end[0], end[1], end[2], end[3], end[4]);
    V b = earlier(end[1], end[2], end[3], a, end[5]);
    if constexpr (kWords == 8) {
      const V c = earlier(end[2], end[3], a, b, end[6]);
      b = earlier(end[3], a, b, c, end[7]);
    }
    return Lanes::equal(found, b);
  }

  template <int kVarying>
  JWTKEEP_LANES_INLINE void pad_states(const std::uint8_t* bytes, const std::size_t* ends, V* inner, V* outer) {
    V key[kVarying];
    Lanes::template load_keys<kVarying>(bytes, ends, key);
    pad_state<kVarying>(key, kInnerPad<Word>, kPadBlock<Hash, kVarying, kInnerPad<Word>>, inner);
    pad_state<kVarying>(key, kOuterPad<Word>, kPadBlock<Hash, kVarying, kOuterPad<Word>>, outer);
  }

  JWTKEEP_LANES_TARGET static void run(std::span<const Message<Hash>* const> messages, const Batch& batch,
                                       std::vector<Suspect>& suspects) {
    constexpr std::size_t kCount = Lanes::kCount;
    const std::uint8_t* bytes = batch.bytes();
    const std::size_t* ends = batch.ends();
    const std::size_t size = batch.size();
    std::array<std::size_t, kCount + 1> last_ends;
    for (std::size_t at = 0; at < size; at += kCount) {
      const auto used = std::min(kCount, size - at);
      const std::size_t* group = ends + at;
      if (used < kCount) {  // the idle lanes hold an empty key
        for (std::size_t i = 0; i <= kCount; ++i) last_ends[i] = group[std::min(i, used)];
        group = last_ends.data();
      }
      std::size_t longest = 0;
      for (std::size_t i = 0; i < kCount; ++i) longest = std::max(longest, group[i + 1] - group[i]);

      V inner_pad[8];
      V outer_pad[8];
      if (longest <= 4 * sizeof(Word)) {
        pad_states<4>(bytes, group, inner_pad, outer_pad);
      } else if (longest <= 8 * sizeof(Word)) {
        pad_states<8>(bytes, group, inner_pad, outer_pad);
      } else {
        pad_states<16>(bytes, group, inner_pad, outer_pad);
      }
      for (const auto* message : messages) {
        V inner[8];
        inner_hash(inner_pad, *message, inner);
        auto same = same_tag(outer_pad, inner, kLastBlock<Hash>, *message);
        for (; same != 0; same &= same - 1) {
          const auto lane = static_cast<std::size_t>(std::countr_zero(same));
          if (lane < used) suspects.push_back({at + lane, message->target});
        }
      }
    }
  }
};

}  // namespace jwtkeep::crack::kernel
