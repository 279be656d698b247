// Numbers of guesses in words that people can weigh.
#pragma once

#include <string>

namespace jwtkeep::strength {

/// Somebody who guesses HMACs.
struct Guesser {
  std::string name;         ///< as it goes after "on", e.g. `one RTX 4090`
  double guesses_a_second;  ///< above 0
};

/// HMAC-SHA-256 guesses a second of one RTX 4090 (hashcat, mode 16500).
inline constexpr double kGuessesPerSecond = 4.2e9;
Guesser rtx_4090();

/// `10^77 guesses`; below a thousand the number itself. `guesses_log10` is the decimal logarithm.
std::string describe_guesses(double guesses_log10);

/// `4.2e9`.
std::string describe_rate(double guesses_a_second);

/// The decimal logarithm of the seconds that all of them take.
double seconds_log10(double guesses_log10, double guesses_a_second);

/// How long they take: `under a second`, `3 hours`, `longer than the age of the universe`.
std::string describe_crack_time(double guesses_log10, double guesses_a_second = kGuessesPerSecond);

}  // namespace jwtkeep::strength
