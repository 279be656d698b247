#include "cli/guessers.hpp"

#include <array>
#include <chrono>
#include <cstring>

#include "jwtkeep/crack/cracker.hpp"

namespace jwtkeep::cli {
namespace {

/// HMAC-SHA-256 guesses a second by the crack room's kernel, on a token's signing input of the usual length.
double measured_rate() {
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::microseconds kTime{3000};
  constexpr std::size_t kSecretBytes = 32;
  const std::array target{crack::Target{jose::Alg::HS256, std::string(109, 'x'), base::Bytes(32)}};
  auto cracker = crack::Cracker::create(target);
  if (!cracker) return 0;  // only without a target
  crack::Batch batch;
  for (std::uint64_t i = 0; !batch.full(); ++i) {
    std::array<std::uint8_t, kSecretBytes> candidate{};
    std::memcpy(candidate.data(), &i, sizeof i);
    batch.add(candidate);
  }
  std::vector<crack::Hit> hits;
  std::uint64_t guesses = 0;
  const auto start = Clock::now();
  auto passed = Clock::duration{};
  do {
    cracker->run(batch, hits);
    guesses += batch.size();
    passed = Clock::now() - start;
  } while (passed < kTime);
  return static_cast<double>(guesses) / std::chrono::duration<double>(passed).count();
}

}  // namespace

std::vector<strength::Guesser> guessers() {
  return {strength::rtx_4090(), {"one thread of this machine", measured_rate()}};
}

}  // namespace jwtkeep::cli
