// Any text is a signal that a process can catch, or refused; what is written for a signal is read as the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "jwtkeep/destination/signal_name.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace jwtkeep::destination;
  const auto number = parse_signal({reinterpret_cast<const char*>(data), size});
  if (!number) return 0;
  if (*number < 1 || *number > 64 || *number == 9 || *number == 19) std::abort();
  auto name = describe_signal(*number);
  if (name.starts_with("signal ")) name = name.substr(7);
  if (parse_signal(name).value_or(0) != *number) std::abort();
  return 0;
}
