// A target as kernels want it. Internal to this room.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/crack/kernel/schedule.hpp"

namespace jwtkeep::crack::kernel {

/// The signing input is the same for all candidates: its schedules are computed once.
template <class Hash>
struct Message {
  using Word = typename Hash::Word;

  std::size_t target;           ///< its place in the list of targets
  std::vector<Word> schedules;  ///< W + K of each round of each block after the key's
  std::array<Word, 8> tag;      ///< the words that HMAC gave; the last two 0 for SHA-384
};

template <class Word>
Word load_big_endian(const std::uint8_t* from) noexcept {
  Word word = 0;
  for (std::size_t i = 0; i < sizeof(Word); ++i) word = static_cast<Word>(word << 8 | from[i]);
  return word;
}

template <class Hash>
Message<Hash> make_message(std::size_t target, base::ByteView signing_input, base::ByteView tag) {
  using Word = typename Hash::Word;
  // The inner hash's message behind the key's block, padded (FIPS 180-4 section 5.1): a one, zeros, and the length.
  base::Bytes padded(signing_input.begin(), signing_input.end());
  padded.push_back(0x80);
  constexpr auto kLengthBytes = 2 * sizeof(Word);
  while (padded.size() % Hash::kBlockBytes != Hash::kBlockBytes - kLengthBytes) padded.push_back(0);
  const std::uint64_t bits = (Hash::kBlockBytes + signing_input.size()) * 8;
  padded.resize(padded.size() + kLengthBytes - 8);
  for (int shift = 56; shift >= 0; shift -= 8) padded.push_back(static_cast<std::uint8_t>(bits >> shift));

  Message<Hash> message{.target = target, .schedules = {}, .tag = {}};
  for (std::size_t at = 0; at < padded.size(); at += Hash::kBlockBytes) {
    std::array<Word, 16> block{};
    for (std::size_t i = 0; i < 16; ++i) block[i] = load_big_endian<Word>(&padded[at + i * sizeof(Word)]);
    const auto schedule = make_schedule<Hash, 0>(block);
    message.schedules.insert(message.schedules.end(), schedule.round.begin(), schedule.round.end());
  }
  for (std::size_t i = 0; i < Hash::kTagWords; ++i) message.tag[i] = load_big_endian<Word>(&tag[i * sizeof(Word)]);
  return message;
}

}  // namespace jwtkeep::crack::kernel
