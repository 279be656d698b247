#include "jwtkeep/strength/describe.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace jwtkeep::strength {
namespace {

struct Unit {
  double seconds;
  const char* name;
};

constexpr double kDay = 86400;
constexpr double kYear = 365.25 * kDay;
constexpr double kAgeOfUniverse = 13.8e9 * kYear;
constexpr std::array kUnits{Unit{1e9 * kYear, "billion years"},
                            Unit{1e6 * kYear, "million years"},
                            Unit{kYear, "years"},
                            Unit{kDay, "days"},
                            Unit{3600, "hours"},
                            Unit{60, "minutes"},
                            Unit{1, "seconds"}};

/// `1 hour`, `3 hours`, `2 million years`: rounded down, so that a promise is never larger than the truth.
std::string count_of(double seconds, const Unit& unit) {
  const double count = std::floor(seconds / unit.seconds);
  std::string name = unit.name;
  if (count < 2 && unit.seconds <= kYear) name.pop_back();
  return fmt::format("{:.0f} {}", count, name);
}

}  // namespace

std::string describe_guesses(double guesses_log10) {
  if (!(guesses_log10 >= 3)) {
    const double guesses = std::round(std::pow(10.0, std::fmax(guesses_log10, 0.0)));
    return fmt::format("{:.0f} {}", guesses, guesses < 2 ? "guess" : "guesses");
  }
  return fmt::format("10^{:.0f} guesses", std::floor(guesses_log10));
}

std::string describe_rate(double guesses_a_second) {
  const double power = std::floor(std::log10(guesses_a_second));
  return fmt::format("{:.1f}e{:.0f}", guesses_a_second / std::pow(10.0, power), power);
}

Guesser rtx_4090() { return {"one RTX 4090", kGuessesPerSecond}; }

double seconds_log10(double guesses_log10, double guesses_a_second) {
  return guesses_log10 - std::log10(guesses_a_second);
}

std::string describe_crack_time(double guesses_log10, double guesses_a_second) {
  const double log10 = seconds_log10(guesses_log10, guesses_a_second);
  if (!(log10 >= 0)) return "under a second";
  if (log10 > std::log10(kAgeOfUniverse)) return "longer than the age of the universe";
  const double seconds = std::pow(10.0, log10);
  for (const Unit& unit : kUnits) {
    if (seconds >= unit.seconds) return count_of(seconds, unit);
  }
  return "under a second";
}

}  // namespace jwtkeep::strength
