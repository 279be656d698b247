// parse_instant: what it takes is written in UTC and read back as the same moment.
#include <cstdint>
#include <cstdlib>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/time.hpp"

namespace base = jwtkeep::base;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto instant = base::parse_instant(base::as_text({data, size}));
  if (!instant) return 0;
  if (*instant < base::Instant{}) std::abort();
  const auto text = base::format_instant(*instant);
  const auto again = base::parse_instant(text);
  if (!again || *again != *instant || !text.ends_with('Z')) std::abort();
  return 0;
}
