#include "jwtkeep/http/http_date.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "jwtkeep/http/ascii.hpp"

namespace jwtkeep::http {
namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> kDays{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::array<std::string_view, 7> kLongDays{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                    "Friday", "Saturday", "Sunday"};

/// Takes pieces from the front; after a failure every further piece fails.
class Pieces {
 public:
  explicit Pieces(std::string_view text) : rest_(text) {}

  template <std::size_t kCount>
  unsigned one_of(const std::array<std::string_view, kCount>& words) {
    for (unsigned i = 0; i < kCount; ++i) {
      if (rest_.starts_with(words[i])) {
        rest_.remove_prefix(words[i].size());
        return i;
      }
    }
    good_ = false;
    return 0;
  }
  int digits(std::size_t count) {
    int number = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (i >= rest_.size() || !is_digit(rest_[i])) {
        good_ = false;
        return 0;
      }
      number = number * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    return number;
  }
  void text(std::string_view expected) {
    good_ = good_ && rest_.starts_with(expected);
    rest_.remove_prefix(std::min(expected.size(), rest_.size()));
  }
  [[nodiscard]] bool next_is(char c) const { return rest_.starts_with(c); }
  [[nodiscard]] bool done() const { return good_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool good_ = true;
};

struct Parts {
  int year = 0;
  unsigned month = 0;  ///< from 1
  int day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;

  void read_time(Pieces& from) {
    hour = from.digits(2);
    from.text(":");
    minute = from.digits(2);
    from.text(":");
    second = from.digits(2);
  }
  void read_month(Pieces& from) { month = from.one_of(kMonths) + 1; }
};

/// IMF-fixdate: what everybody has written since 1995.
std::optional<Parts> read_fixdate(Pieces from) {
  Parts parts;
  from.one_of(kDays);
  from.text(", ");
  parts.day = from.digits(2);
  from.text(" ");
  parts.read_month(from);
  from.text(" ");
  parts.year = from.digits(4);
  from.text(" ");
  parts.read_time(from);
  from.text(" GMT");
  return from.done() ? std::optional(parts) : std::nullopt;
}

std::optional<Parts> read_rfc850(Pieces from, int this_year) {
  Parts parts;
  from.one_of(kLongDays);
  from.text(", ");
  parts.day = from.digits(2);
  from.text("-");
  parts.read_month(from);
  from.text("-");
  parts.year = this_year - this_year % 100 + from.digits(2);
  if (parts.year > this_year + 50) parts.year -= 100;
  if (parts.year <= this_year - 50) parts.year += 100;
  from.text(" ");
  parts.read_time(from);
  from.text(" GMT");
  return from.done() ? std::optional(parts) : std::nullopt;
}

std::optional<Parts> read_asctime(Pieces from) {
  Parts parts;
  from.one_of(kDays);
  from.text(" ");
  parts.read_month(from);
  from.text(" ");
  if (from.next_is(' ')) {
    from.text(" ");
    parts.day = from.digits(1);
  } else {
    parts.day = from.digits(2);
  }
  from.text(" ");
  parts.read_time(from);
  from.text(" ");
  parts.year = from.digits(4);
  return from.done() ? std::optional(parts) : std::nullopt;
}

std::optional<base::Instant> to_instant(const Parts& parts) {
  const year_month_day date{year{parts.year}, month{parts.month}, day{static_cast<unsigned>(parts.day)}};
  if (parts.year < 1970 || !date.ok() || parts.hour > 23 || parts.minute > 59 || parts.second > 60) return std::nullopt;
  return base::Instant{sys_days{date}} + hours{parts.hour} + minutes{parts.minute} +
         seconds{std::min(parts.second, 59)};
}

}  // namespace

std::optional<base::Instant> parse_http_date(std::string_view text, base::Instant now) {
  const int this_year = static_cast<int>(year_month_day{floor<days>(now)}.year());
  const Pieces from(text);
  auto parts = read_fixdate(from);
  if (!parts) parts = read_rfc850(from, this_year);
  if (!parts) parts = read_asctime(from);
  return parts ? to_instant(*parts) : std::nullopt;
}

std::string format_http_date(base::Instant instant) {
  const auto day_begin = floor<days>(instant);
  const year_month_day date{day_begin};
  const hh_mm_ss time{floor<seconds>(instant - day_begin)};
  // c_encoding counts from Sunday.
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays[(weekday{day_begin}.c_encoding() + 6) % 7],
                     static_cast<unsigned>(date.day()), kMonths[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                     time.seconds().count());
}

}  // namespace jwtkeep::http
