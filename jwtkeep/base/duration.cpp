#include <fmt/format.h>

#include <array>
#include <cstdint>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/time.hpp"

namespace jwtkeep::base {
namespace {

struct Unit {
  char letter;
  std::int64_t seconds;
};
constexpr std::array<Unit, 5> kUnits{{{'w', 604800}, {'d', 86400}, {'h', 3600}, {'m', 60}, {'s', 1}}};

std::unexpected<Error> bad(std::string_view text, std::string why) {
  const std::string shown =
      text.size() <= 40 && is_printable_ascii(as_bytes(text)) ? " \"" + std::string(text) + "\"" : "";
  return fail(Reason::bad_value, "the duration" + shown + " " + std::move(why),
              "write a number with its unit, such as 90s, 15m, 1h30m, 30d or 2w");
}

}  // namespace

Result<Seconds> parse_duration(std::string_view text) {
  if (text.empty()) return bad(text, "is empty");
  std::int64_t total = 0;
  std::size_t next_unit = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t digits_from = at;
    std::int64_t number = 0;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
      number = number * 10 + (text[at] - '0');
      if (number > kLongestDuration.count()) return bad(text, "is longer than 100 years");
    }
    if (at == digits_from) return bad(text, "has no number where one was expected");
    if (at == text.size()) return bad(text, "has a number without a unit");
    while (next_unit < kUnits.size() && kUnits[next_unit].letter != text[at]) ++next_unit;
    if (next_unit == kUnits.size()) return bad(text, "has an unknown unit, or its units are not from large to small");
    total += number * kUnits[next_unit].seconds;
    if (total > kLongestDuration.count()) return bad(text, "is longer than 100 years");
    ++next_unit;
    ++at;
  }
  return Seconds{total};
}

Result<Seconds> parse_duration_of(std::string_view name, std::string_view text) {
  auto duration = parse_duration(text);
  if (!duration) duration.error().what.insert(0, std::string(name) + ": ");
  return duration;
}

std::string format_duration(Seconds duration) {
  std::int64_t rest = duration.count();
  if (rest == 0) return "0s";
  std::string text = rest < 0 ? "-" : "";
  if (rest < 0) rest = -rest;
  for (const auto& unit : kUnits) {
    // Weeks are only for what is whole weeks: 30d reads better than 4w2d.
    if (unit.letter == 'w' && rest % unit.seconds != 0) continue;
    if (const auto count = rest / unit.seconds; count != 0) text += fmt::format("{}{}", count, unit.letter);
    rest %= unit.seconds;
  }
  return text;
}

std::string describe_duration(std::chrono::microseconds duration) {
  if (duration.count() < 0) return "-" + describe_duration(-duration);
  if (duration < std::chrono::seconds{10} && duration.count() % 1000000 != 0) {
    return fmt::format("{:.1f}s", static_cast<double>(duration.count()) / 1e6);
  }
  auto rest = std::chrono::duration_cast<Seconds>(duration).count();
  if (rest == 0) return "0s";
  std::string text;
  int shown = 0;
  for (const auto& unit : kUnits) {
    if (unit.letter == 'w') continue;
    const auto count = rest / unit.seconds;
    if (count != 0) text += fmt::format("{}{}", count, unit.letter);
    if (count != 0 || shown != 0) ++shown;
    rest %= unit.seconds;
    if (shown == 2) break;
  }
  return text;
}

}  // namespace jwtkeep::base
