#include "cli/guessers.hpp"

#include <array>
#include <chrono>

#include "jwtkeep/crypto/hmac_key.hpp"

namespace jwtkeep::cli {
namespace {

/// HMAC-SHA-256 guesses a second: each makes a key's pads and the tag of a token's signing input of the usual length.
double measured_rate() {
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::microseconds kTime{3000};
  constexpr int kBetweenLooks = 64;
  constexpr std::array<std::uint8_t, 109> kSigningInput{};
  std::array<std::uint8_t, 32> tag{};
  base::SecretBytes candidate(32);
  std::uint64_t guesses = 0;
  const auto start = Clock::now();
  auto passed = Clock::duration{};
  do {
    for (int i = 0; i < kBetweenLooks; ++i, ++guesses) {
      candidate.fill([&](base::MutableByteView bytes) { bytes[0] = static_cast<std::uint8_t>(guesses); });
      crypto::HmacKey(crypto::Hash::sha256, candidate).tag(kSigningInput, tag);
    }
    passed = Clock::now() - start;
  } while (passed < kTime);
  return static_cast<double>(guesses) / std::chrono::duration<double>(passed).count();
}

}  // namespace

std::vector<strength::Guesser> guessers() {
  return {strength::rtx_4090(), {"one thread of this machine", measured_rate()}};
}

}  // namespace jwtkeep::cli
