#include "jwtkeep/destination/signal_name.hpp"

#include <fmt/format.h>
#include <signal.h>

#include <charconv>
#include <cstring>

namespace jwtkeep::destination {
namespace {

using base::fail;
using base::Reason;

int number_of_name(std::string_view name) {
  for (int number = 1; number < SIGRTMIN; ++number) {
    const char* abbreviation = ::sigabbrev_np(number);
    if (abbreviation != nullptr && name == abbreviation) return number;
  }
  return 0;
}

int number_of_digits(std::string_view text) {
  int number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  // 32 and 33 belong to the C library, which is why SIGRTMIN is above them.
  const bool real = (number >= 1 && number < 32) || (number >= SIGRTMIN && number <= SIGRTMAX);
  return failed == std::errc{} && end == text.data() + text.size() && real ? number : 0;
}

std::string uppercase(std::string_view text) {
  std::string upper(text);
  for (auto& c : upper) c = (c >= 'a' && c <= 'z') ? static_cast<char>(c - 'a' + 'A') : c;
  return upper;
}

}  // namespace

base::Result<int> parse_signal(std::string_view text) {
  const auto upper = uppercase(text);
  std::string_view name = upper;
  if (name.starts_with("SIG")) name.remove_prefix(3);
  const int number = upper.empty() || upper[0] < '0' || upper[0] > '9' ? number_of_name(name) : number_of_digits(upper);
  if (number == 0) return fail(Reason::bad_value, fmt::format("`{}` is no signal", text), "e.g. HUP, USR1 or TERM");
  if (number == SIGKILL || number == SIGSTOP) {
    return fail(Reason::bad_value, fmt::format("no process can catch {}", describe_signal(number)), "e.g. HUP or USR1");
  }
  return number;
}

std::string describe_signal(int number) {
  const char* abbreviation = ::sigabbrev_np(number);
  return abbreviation != nullptr ? fmt::format("SIG{}", abbreviation) : fmt::format("signal {}", number);
}

}  // namespace jwtkeep::destination
