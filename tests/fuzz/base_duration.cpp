// parse_duration: what it takes is in range, and its shortest text is read as the same.
#include <cstdint>
#include <cstdlib>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/time.hpp"

namespace base = jwtkeep::base;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto duration = base::parse_duration(base::as_text({data, size}));
  if (!duration) {
    if (!base::is_printable_ascii(base::as_bytes(duration.error().what))) std::abort();
    return 0;
  }
  if (*duration < base::Seconds{0} || *duration > base::kLongestDuration) std::abort();
  const auto text = base::format_duration(*duration);
  const auto again = base::parse_duration(text);
  if (!again || *again != *duration || text.size() > size + 8) std::abort();
  return 0;
}
