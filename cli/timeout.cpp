#include "cli/timeout.hpp"

namespace jwtkeep::cli {

base::Result<base::Seconds> parse_timeout(const std::string& text, base::Seconds usual) {
  constexpr base::Seconds kLongest{600};
  if (text.empty()) return usual;
  JWTKEEP_TRY(const auto timeout, base::parse_duration_of("--timeout", text));
  if (timeout < base::Seconds{1} || timeout > kLongest) {
    return base::fail(base::Reason::bad_value, "--timeout is from 1s to 10m", "write it like 30s");
  }
  return timeout;
}

}  // namespace jwtkeep::cli
