// Destinations as people write them: what is taken is the same when it is written and read again.
#include <cstdlib>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/destination/address.hpp"

using namespace jwtkeep;  // NOLINT(google-build-using-namespace): a program of its own

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto address = destination::Address::parse(base::as_text(base::ByteView(data, size)), "/srv");
  if (!address) return 0;
  const auto again = destination::Address::parse(address->text(), "/elsewhere");
  if (!again || *again != *address) std::abort();
  return 0;
}
