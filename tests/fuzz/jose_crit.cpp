// read_crit: the names that come out are each once there, in the header and no registered ones; whoever does not
// understand one of them has to refuse.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "jwtkeep/jose/crit.hpp"
#include "tests/fuzz/check.hpp"

namespace base = jwtkeep::base;
namespace jose = jwtkeep::jose;
using jwtkeep::fuzz::check;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto header = base::parse_json(base::as_text({data, size}));
  if (!header || !header->is_object()) return 0;
  const auto names = jose::read_crit(*header);
  if (!names) {
    check(names.error().reason == base::Reason::malformed);
    return 0;
  }
  check(names->empty() == (header->find("crit") == nullptr));
  check(jose::check_understood(*names, *names).has_value());
  for (const auto& name : *names) {
    check(std::ranges::count(*names, name) == 1 && !jose::is_registered_parameter(name));
    check(header->find(name) != nullptr);
    auto others = *names;
    std::erase(others, name);
    const auto refused = jose::check_understood(*names, others);
    check(!refused && refused.error().reason == base::Reason::crit_unsupported);
    if (names->size() > 64) break;  // quadratic in a number that libFuzzer chooses
  }
  return 0;
}
