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
#include <utility>

#include "jwtkeep/crack/kernel/kernel.hpp"

// An implementation defines it with its instruction set as function attribute: that must stand at each function which
// is inlined into another with the same. Not a compiler option for the file: no inline function of the standard library
// is then compiled for a processor that the program may not run on.
#ifndef JWTKEEP_LANES_TARGET
#define JWTKEEP_LANES_TARGET
#endif
#define JWTKEEP_LANES_INLINE JWTKEEP_LANES_TARGET [[gnu::always_inline]] static inline

namespace jwtkeep::crack::kernel {

/// The words that `load_keys` writes: those of whole pieces of 16 bytes.
template <int kWords, class Word>
inline constexpr int kColumns = std::max(kWords, static_cast<int>(16 / sizeof(Word)));

/// Two registers side by side: while one waits for a result, the other is worked on.
template <class Lanes>
struct Twice {
  using Half = Lanes;
  struct V {
    typename Lanes::V x, y;
  };
  static constexpr std::size_t kCount = 2 * Lanes::kCount;

  template <class Word>
  JWTKEEP_LANES_INLINE V all(Word word) {
    const auto one = Lanes::all(word);
    return {one, one};
  }
  JWTKEEP_LANES_INLINE V add(const V& a, const V& b) { return {Lanes::add(a.x, b.x), Lanes::add(a.y, b.y)}; }
  JWTKEEP_LANES_INLINE V sub(const V& a, const V& b) { return {Lanes::sub(a.x, b.x), Lanes::sub(a.y, b.y)}; }
  JWTKEEP_LANES_INLINE V xor2(const V& a, const V& b) { return {Lanes::xor2(a.x, b.x), Lanes::xor2(a.y, b.y)}; }
  JWTKEEP_LANES_INLINE V xor3(const V& a, const V& b, const V& c) {
    return {Lanes::xor3(a.x, b.x, c.x), Lanes::xor3(a.y, b.y, c.y)};
  }
  JWTKEEP_LANES_INLINE V choice(const V& e, const V& f, const V& g) {
    return {Lanes::choice(e.x, f.x, g.x), Lanes::choice(e.y, f.y, g.y)};
  }
  JWTKEEP_LANES_INLINE V majority(const V& a, const V& b, const V& c) {
    return {Lanes::majority(a.x, b.x, c.x), Lanes::majority(a.y, b.y, c.y)};
  }
  template <int kBy>
  JWTKEEP_LANES_INLINE V turn(const V& a) {
    return {Lanes::template turn<kBy>(a.x), Lanes::template turn<kBy>(a.y)};
  }
  template <int kBy>
  JWTKEEP_LANES_INLINE V shift(const V& a) {
    return {Lanes::template shift<kBy>(a.x), Lanes::template shift<kBy>(a.y)};
  }
  JWTKEEP_LANES_INLINE std::uint32_t equal(const V& a, const V& b) {
    return Lanes::equal(a.x, b.x) | Lanes::equal(a.y, b.y) << Lanes::kCount;
  }
  template <int kWords>
  JWTKEEP_LANES_INLINE void load_keys(const std::uint8_t* bytes, const std::size_t* ends, V* words) {
    typename Lanes::V half[kColumns<kWords, typename Lanes::Word>];
    Lanes::template load_keys<kWords>(bytes, ends, half);
    for (int i = 0; i < kWords; ++i) words[i].x = half[i];
    Lanes::template load_keys<kWords>(bytes, ends + Lanes::kCount, half);
    for (int i = 0; i < kWords; ++i) words[i].y = half[i];
  }
};

/// `Lanes` has the type `V` of a register of `kCount` words, and what is done with it: `add`, `sub`, `xor2`, `xor3`,
/// `choice`, `majority`, `turn<n>` (to the right), `shift<n>` (to the right), `all` (a word in each lane), `equal` (a
/// bit for each lane) and `load_keys<n>` (n words of each key, big-endian, zeros behind its end).
template <class Hash, class Lanes>
struct Rounds {
  using Word = typename Hash::Word;
  using V = typename Lanes::V;
  static constexpr auto kTurns = Hash::kTurns;

  template <class Some, class R>
  JWTKEEP_LANES_INLINE R big0_of(R x) {
    return Some::xor3(Some::template turn<kTurns.big0[0]>(x), Some::template turn<kTurns.big0[1]>(x),
                      Some::template turn<kTurns.big0[2]>(x));
  }
  template <class Some, class R>
  JWTKEEP_LANES_INLINE R big1_of(R x) {
    return Some::xor3(Some::template turn<kTurns.big1[0]>(x), Some::template turn<kTurns.big1[1]>(x),
                      Some::template turn<kTurns.big1[2]>(x));
  }
  JWTKEEP_LANES_INLINE V small0(V x) {
    return Lanes::xor3(Lanes::template turn<kTurns.small0[0]>(x), Lanes::template turn<kTurns.small0[1]>(x),
                       Lanes::template shift<kTurns.small0[2]>(x));
  }
  JWTKEEP_LANES_INLINE V small1(V x) {
    return Lanes::xor3(Lanes::template turn<kTurns.small1[0]>(x), Lanes::template turn<kTurns.small1[1]>(x),
                       Lanes::template shift<kTurns.small1[2]>(x));
  }

  /// One round (FIPS 180-4 section 6.2.2 step 3); `wk`: W + K. Of two registers side by side first the one, then the
  /// other: faster by 3 % than instruction by instruction.
  template <class Some, class R>
  JWTKEEP_LANES_INLINE void round_on(const R& a, const R& b, const R& c, R& d, const R& e, const R& f, const R& g, R& h,
                                     const R& wk) {
    if constexpr (requires { typename Some::Half; }) {
      using Half = typename Some::Half;
      round_on<Half>(a.x, b.x, c.x, d.x, e.x, f.x, g.x, h.x, wk.x);
      round_on<Half>(a.y, b.y, c.y, d.y, e.y, f.y, g.y, h.y, wk.y);
    } else {
      const R sigma1 = big1_of<Some>(e);
      const R choice = Some::choice(e, f, g);
      const R first = Some::add(Some::add(Some::add(h, wk), choice), sigma1);
      d = Some::add(d, first);
      const R sigma0 = big0_of<Some>(a);
      const R majority = Some::majority(a, b, c);
      h = Some::add(Some::add(sigma0, majority), first);
    }
  }
  /// The registers a to h before round t are s[-t], s[1 - t] ... (modulo 8): nothing is moved.
  template <int kT>
  JWTKEEP_LANES_INLINE void round_with(V (&s)[8], V wk) {
    round_on<Lanes>(s[(0 - kT) & 7], s[(1 - kT) & 7], s[(2 - kT) & 7], s[(3 - kT) & 7], s[(4 - kT) & 7],
                    s[(5 - kT) & 7], s[(6 - kT) & 7], s[(7 - kT) & 7], wk);
  }

  /// The schedule's word t, into its place, and W + K.
  template <class Block, int kT>
  JWTKEEP_LANES_INLINE V word_with_constant(V* w, const Word* constants, const Word* known) {
    constexpr auto& varies = kVaries<Hash, Block::kVarying>;
    const V constant = Lanes::all(constants[kT]);
    if constexpr (!varies[kT]) {
      return constant;
    } else {
      // NOLINTNEXTLINE(misc-const-correctness): in the first sixteen rounds alone
      V word = w[kT < 16 ? kT : kT - 16];
      if constexpr (kT >= 16) {
        constexpr bool kHasBefore = varies[kT - 16];
        if constexpr (Block::kIsMixed[kT]) {
          word = kHasBefore ? Lanes::add(word, Lanes::all(known[kT])) : Lanes::all(known[kT]);
        }
        constexpr bool kHasAny = kHasBefore || Block::kIsMixed[kT];
        if constexpr (varies[kT - 15]) {
          const V sigma = small0(w[kT - 15]);
          word = kHasAny ? Lanes::add(word, sigma) : sigma;
        }
        if constexpr (varies[kT - 7]) {
          word = kHasAny || varies[kT - 15] ? Lanes::add(word, w[kT - 7]) : w[kT - 7];
        }
        if constexpr (varies[kT - 2]) {
          const V sigma = small1(w[kT - 2]);
          word = kHasAny || varies[kT - 15] || varies[kT - 7] ? Lanes::add(word, sigma) : sigma;
        }
        w[kT] = word;
      }
      return Lanes::add(word, constant);
    }
  }

  template <class Block, int kT>
  JWTKEEP_LANES_INLINE void round(V (&s)[8], V* w, const Word* constants, const Word* known) {
    round_with<kT>(s, word_with_constant<Block, kT>(w, constants, known));
  }
  /// The rounds kFrom, kFrom + 1 ...; `w` has room for all their words. One expression: compilers need six times as
  /// long for a recursion. No loop: it is slower, though the code does not fit the processor's cache of decoded
  /// instructions.
  template <class Block, int kFrom, int... kT>
  JWTKEEP_LANES_INLINE void rounds(std::integer_sequence<int, kT...>, V (&s)[8], V* w, const Word* constants,
                                   const Word* known) {
    (round<Block, kFrom + kT>(s, w, constants, known), ...);
  }

  /// The state after a pad's block, of which the first kWords words are the key's.
  template <int kWords>
  JWTKEEP_LANES_TARGET [[gnu::noinline]] static void pad_state(const V* key, Word pad, const Word* constants,
                                                               const Word* known, const Word* start, V* out) {
    V w[Hash::kRounds];
    for (int i = 0; i < kWords; ++i) w[i] = Lanes::xor2(key[i], Lanes::all(pad));
    const Word* initial = start + 2;
    V s[8];
    for (int i = 0; i < 8; ++i) s[i] = Lanes::all(initial[i]);
    s[7] = Lanes::add(w[0], Lanes::all(start[0]));
    s[3] = Lanes::add(w[0], Lanes::all(start[1]));
    rounds<KeyBlock<Hash, kWords>, 1>(std::make_integer_sequence<int, Hash::kRounds - 1>{}, s, w, constants, known);
    for (int i = 0; i < 8; ++i) out[i] = Lanes::add(s[i], Lanes::all(initial[i]));
  }

  template <int... kT>
  JWTKEEP_LANES_INLINE void eight_rounds(std::integer_sequence<int, kT...>, V (&s)[8], const Word* wk) {
    (round_with<kT>(s, Lanes::all(wk[kT])), ...);
  }

  /// The inner hash of the message, from the inner pad's state.
  JWTKEEP_LANES_TARGET [[gnu::noinline]] static void inner_hash(const V* pad, std::span<const Word> schedules, V* out) {
    for (int i = 0; i < 8; ++i) out[i] = pad[i];
    for (const Word* at = schedules.data(); at != schedules.data() + schedules.size();) {
      V s[8];
      for (int i = 0; i < 8; ++i) s[i] = out[i];
      for (const Word* end = at + Hash::kRounds; at != end; at += 8) {
        eight_rounds(std::make_integer_sequence<int, 8>{}, s, at);
      }
      for (int i = 0; i < 8; ++i) out[i] = Lanes::add(out[i], s[i]);
    }
  }
};

template <class Hash, class Lanes>
struct Code {
  using Word = typename Hash::Word;
  using V = typename Lanes::V;
  using Compress = Rounds<typename Hash::Rounds, Lanes>;

  /// What the register a was four rounds before it became `a3`, from the values that it had since, `a0` the first, and
  /// `e`, what e became in the round of `a3`.
  JWTKEEP_LANES_INLINE V earlier(V a3, V a2, V a1, V a0, V e) {
    return Lanes::add(Lanes::sub(e, a3),
                      Lanes::add(Compress::template big0_of<Lanes>(a2), Lanes::majority(a2, a1, a0)));
  }

  /// A bit for each lane whose outer hash, from the outer pad's state, is the message's tag, as far as one word tells.
  JWTKEEP_LANES_TARGET [[gnu::noinline]] static std::uint32_t same_tag(const V* pad, const V* inner, const Word* tag) {
    constexpr int kWords = Hash::kTagWords;
    constexpr int kLast = Hash::kRounds - kWords;  // a of this round is the first that the tag tells
    V w[kLast + 1];
    for (int i = 0; i < kWords; ++i) w[i] = inner[i];
    V s[8];
    for (int i = 0; i < 8; ++i) s[i] = pad[i];
    Compress::template rounds<LastBlock<Hash>, 0>(std::make_integer_sequence<int, kLast + 1>{}, s, w,
                                                  kLastBlock<Hash>.round.data(), kLastBlock<Hash>.known.data());
    const V found = s[(7 - kLast) & 7];

    V end[kWords];
    for (int i = 0; i < kWords; ++i) end[i] = Lanes::sub(Lanes::all(tag[i]), pad[i]);
    const V a = earlier(end[0], end[1], end[2], end[3], end[4]);
    const V b = earlier(end[1], end[2], end[3], a, end[5]);
    if constexpr (kWords == 8) {
      const V c = earlier(end[2], end[3], a, b, end[6]);
      return Lanes::equal(found, earlier(end[3], a, b, c, end[7]));
    } else {
      return Lanes::equal(found, b);
    }
  }

  template <int kWords>
  JWTKEEP_LANES_INLINE void pad_states(const std::uint8_t* bytes, const std::size_t* ends, V* inner, V* outer) {
    V key[kColumns<kWords, Word>];
    Lanes::template load_keys<kWords>(bytes, ends, key);
    pad_state<kWords, kInnerPad<Word>>(key, inner);
    pad_state<kWords, kOuterPad<Word>>(key, outer);
  }
  template <int kWords, Word kPad>
  JWTKEEP_LANES_INLINE void pad_state(const V* key, V* out) {
    const auto& schedule = kPadBlock<typename Hash::Rounds, kWords, kPad>;
    Compress::template pad_state<kWords>(key, kPad, schedule.round.data(), schedule.known.data(), kStart<Hash>.data(),
                                         out);
  }

  JWTKEEP_LANES_TARGET static void run(std::span<const Message<Hash>* const> messages, const Batch& batch,
                                       std::vector<Suspect>& suspects) {
    constexpr std::size_t kCount = Lanes::kCount;
    const std::uint8_t* bytes = batch.bytes();
    const std::size_t* ends = batch.ends();
    const std::size_t size = batch.size();
    std::array<std::size_t, kCount + 1> last_ends{};
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
      if (longest <= 8) {
        pad_states<8 / sizeof(Word)>(bytes, group, inner_pad, outer_pad);
      } else if (longest <= 16) {
        pad_states<16 / sizeof(Word)>(bytes, group, inner_pad, outer_pad);
      } else if (longest <= 32) {
        pad_states<32 / sizeof(Word)>(bytes, group, inner_pad, outer_pad);
      } else {
        pad_states<16>(bytes, group, inner_pad, outer_pad);
      }
      for (const auto* message : messages) {
        V inner[8];
        Compress::inner_hash(inner_pad, message->schedules, inner);
        auto same = same_tag(outer_pad, inner, message->tag.data());
        for (; same != 0; same &= same - 1) {
          const auto lane = static_cast<std::size_t>(std::countr_zero(same));
          if (lane < used) suspects.push_back({at + lane, message->target});
        }
      }
    }
  }
};

}  // namespace jwtkeep::crack::kernel
