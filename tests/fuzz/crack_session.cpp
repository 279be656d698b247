// A session's file that anybody wrote: what is taken is the same when written and read again.
#include <cstdlib>

#include "jwtkeep/crack/saved_run.hpp"

namespace base = jwtkeep::base;
namespace crack = jwtkeep::crack;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto run = crack::parse_saved_run(base::as_text({data, size}));
  if (!run) {
    if (run.error().what.empty()) std::abort();
    return 0;
  }
  if (run->fallen.size() != run->targets.size()) std::abort();
  const auto again = crack::parse_saved_run(crack::write_saved_run(*run));
  if (!again || !(*again == *run)) std::abort();
  return 0;
}
