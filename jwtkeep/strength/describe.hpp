// Numbers of guesses in words that people can weigh.
#pragma once

#include <string>

namespace jwtkeep::strength {

/// HMAC-SHA-256 guesses a second of one RTX 4090 (hashcat, mode 16500).
inline constexpr double kGuessesPerSecond = 4.2e9;

/// `10^77 guesses`; below a thousand the number itself. `guesses_log10` is the decimal logarithm.
std::string describe_guesses(double guesses_log10);

/// How long one RTX 4090 takes for all of them: `under a second`, `3 hours`, `longer than the age of the universe`.
std::string describe_crack_time(double guesses_log10);

}  // namespace jwtkeep::strength
