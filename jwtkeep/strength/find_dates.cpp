// Dates in the orders and with the separators that people use, and years.
#include <array>
#include <string_view>

#include "jwtkeep/strength/letters.hpp"
#include "jwtkeep/strength/piece.hpp"

namespace jwtkeep::strength {
namespace {

// log2 of: the forms below with their separators (two of three are a year alone), 366 days, and the years from 1900 to
// 2049 or of a century; of those that stand alone most are of this quarter of the century.
constexpr double kBitsOfForm = 7.5;
constexpr double kBitsOfYearAlone = 0.6;
constexpr double kBitsOfOurTime = 5.2;
constexpr double kBitsOfOtherTime = 8.6;
constexpr double kBitsOfDay = 8.6;
constexpr double kBitsOfMonth = 3.6;
constexpr double kBitsOfLongYear = 7.3;
constexpr double kBitsOfShortYear = 6.7;

/// y a digit of the year, m of the month, d of the day, and s the separator, the same one twice.
constexpr std::array kForms = std::to_array<std::string_view>({
    "yyyysmmsdd",
    "ddsmmsyyyy",
    "mmsddsyyyy",
    "dsmsyyyy",
    "dsmmsyyyy",
    "ddsmsyyyy",
    "ddsmmsyy",
    "mmsddsyy",
    "yysmmsdd",
    "yyyymmdd",
    "ddmmyyyy",
    "mmddyyyy",
    "ddmmyy",
    "mmddyy",
    "yymmdd",
    "yyyysmm",
    "mmsyyyy",
    "yyyy",
});

struct Reading {
  int year = 0;
  int year_digits = 0;
  int month = 0;
  int day = 0;
  bool has_month = false;
  bool has_day = false;
};

bool is_separator(std::uint8_t c) { return c == '-' || c == '.' || c == '/' || c == '_' || c == ' ' || c == ':'; }

bool is_real(const Reading& reading) {
  if (reading.year_digits == 4 && (reading.year < 1900 || reading.year > 2049)) return false;
  if (reading.has_month && (reading.month < 1 || reading.month > 12)) return false;
  return !reading.has_day || (reading.day >= 1 && reading.day <= 31);
}

double bits_of(const Reading& reading) {
  if (!reading.has_month) {
    const bool ours = reading.year >= 2005 && reading.year < 2035;
    return kBitsOfYearAlone + (ours ? kBitsOfOurTime : kBitsOfOtherTime);
  }
  return kBitsOfForm + (reading.year_digits == 4 ? kBitsOfLongYear : kBitsOfShortYear) +
         (reading.has_day ? kBitsOfDay : kBitsOfMonth);
}

bool read(base::ByteView text, std::string_view form, Reading& reading) {
  std::uint8_t separator = 0;
  for (std::size_t i = 0; i < form.size(); ++i) {
    const std::uint8_t c = text[i];
    if (form[i] == 's') {
      if (!is_separator(c) || (separator != 0 && separator != c)) return false;
      separator = c;
      continue;
    }
    if (!is_digit(c)) return false;
    const int digit = c - '0';
    if (form[i] == 'y') {
      reading.year = reading.year * 10 + digit;
      ++reading.year_digits;
    } else if (form[i] == 'm') {
      reading.month = reading.month * 10 + digit;
      reading.has_month = true;
    } else {
      reading.day = reading.day * 10 + digit;
      reading.has_day = true;
    }
  }
  return is_real(reading);
}

}  // namespace

void find_dates(base::ByteView text, Pieces& into) {
  for (std::size_t start = 0; start + 4 <= text.size(); ++start) {
    if (!is_digit(text[start])) continue;
    for (const std::string_view form : kForms) {
      Reading reading;
      if (start + form.size() > text.size() || !read(text.subspan(start), form, reading)) continue;
      into.push_back({.family = Piece::Family::date,
                      .kind = FindingKind::date,
                      .offset = start,
                      .length = form.size(),
                      .bits = bits_of(reading)});
    }
  }
}

}  // namespace jwtkeep::strength
