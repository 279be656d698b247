#include <fmt/format.h>

#include <chrono>
#include <optional>

#include "jwtkeep/base/time.hpp"

namespace jwtkeep::base {
namespace {

using namespace std::chrono;

struct Parts {
  year_month_day date{};
  hh_mm_ss<microseconds> time{};
};

Parts split(Instant instant) {
  const auto day = floor<days>(instant);
  return {year_month_day{day}, hh_mm_ss<microseconds>{instant - day}};
}

std::string to_second(const Parts& parts, char between) {
  return fmt::format("{:04}-{:02}-{:02}{}{:02}:{:02}:{:02}", static_cast<int>(parts.date.year()),
                     static_cast<unsigned>(parts.date.month()), static_cast<unsigned>(parts.date.day()), between,
                     parts.time.hours().count(), parts.time.minutes().count(), parts.time.seconds().count());
}

/// Reads fixed-width pieces from the front of a text.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  std::optional<int> digits(std::size_t count) {
    if (rest_.size() < count) return std::nullopt;
    int number = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (rest_[i] < '0' || rest_[i] > '9') return std::nullopt;
      number = number * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    return number;
  }
  bool one_of(std::string_view characters) {
    if (rest_.empty() || !characters.contains(rest_.front())) return false;
    last_ = rest_.front();
    rest_.remove_prefix(1);
    return true;
  }
  /// `.25` as microseconds; digits beyond the sixth are cut.
  std::optional<microseconds> fraction() {
    if (!one_of(".")) return microseconds{0};
    std::int64_t value = 0;
    std::int64_t scale = 1000000;
    std::size_t count = 0;
    for (; !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; rest_.remove_prefix(1), ++count) {
      if (scale == 1) continue;
      scale /= 10;
      value += (rest_.front() - '0') * scale;
    }
    if (count == 0) return std::nullopt;
    return microseconds{value};
  }
  [[nodiscard]] char last() const { return last_; }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
  char last_ = '\0';
};

std::optional<minutes> read_offset(Reader& reader) {
  if (reader.one_of("Zz")) return minutes{0};
  if (!reader.one_of("+-")) return std::nullopt;
  const int sign = reader.last() == '-' ? -1 : 1;
  const auto hour = reader.digits(2);
  if (!hour || *hour > 23 || !reader.one_of(":")) return std::nullopt;
  const auto minute = reader.digits(2);
  if (!minute || *minute > 59) return std::nullopt;
  return minutes{sign * (*hour * 60 + *minute)};
}

std::optional<Instant> read_instant(std::string_view text) {
  Reader reader(text);
  const auto y = reader.digits(4);
  if (!y || *y < 1970 || !reader.one_of("-")) return std::nullopt;
  const auto m = reader.digits(2);
  if (!m || !reader.one_of("-")) return std::nullopt;
  const auto d = reader.digits(2);
  if (!d || !reader.one_of("Tt ")) return std::nullopt;
  const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
  if (!date.ok()) return std::nullopt;
  const auto hour = reader.digits(2);
  if (!hour || *hour > 23 || !reader.one_of(":")) return std::nullopt;
  const auto minute = reader.digits(2);
  if (!minute || *minute > 59 || !reader.one_of(":")) return std::nullopt;
  const auto second = reader.digits(2);
  if (!second || *second > 59) return std::nullopt;
  const auto fraction = reader.fraction();
  if (!fraction) return std::nullopt;
  const auto offset = read_offset(reader);
  if (!offset || !reader.at_end()) return std::nullopt;
  const auto instant =
      Instant{sys_days{date}} + hours{*hour} + minutes{*minute} + seconds{*second} + *fraction - *offset;
  // An offset may lead out of the years that format_instant can write.
  if (instant < Instant{} || instant >= Instant{sys_days{year{10000} / 1 / 1}}) return std::nullopt;
  return instant;
}

}  // namespace

std::string format_instant(Instant instant) {
  const auto parts = split(instant);
  std::string text = to_second(parts, 'T');
  if (const auto micros = parts.time.subseconds().count(); micros != 0) {
    text += fmt::format(".{:06}", micros);
    while (text.back() == '0') text.pop_back();
  }
  return text + 'Z';
}

std::string describe_instant(Instant instant) { return to_second(split(instant), ' '); }

Result<Instant> parse_instant(std::string_view text) {
  const auto instant = read_instant(text);
  if (!instant) {
    return fail(Reason::bad_value, "not a time that is understood", "write it like 2026-01-31T09:30:00Z");
  }
  return *instant;
}

}  // namespace jwtkeep::base
