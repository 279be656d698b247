// AccessList::from_json and read_access_token: what is taken is written and read again as the same; no token that was
// not made is somebody's.
#include <cstdint>
#include <cstdlib>

#include "jwtkeep/access/access_list.hpp"

namespace rights = jwtkeep::access;
namespace base = jwtkeep::base;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto shown = rights::read_access_token({data, size});
  if (shown && (shown->id.size() != 12 || shown->digest.size() != 32)) std::abort();
  const auto json = base::parse_json(base::as_text({data, size}));
  if (!json) return 0;
  const auto list = rights::AccessList::from_json(*json);
  if (!list) return 0;
  const auto again = rights::AccessList::from_json(list->to_json());
  if (!again || *again != *list) std::abort();
  const rights::ShownAccessToken nobody{.id = "xxxxxxxxxxxx", .digest = base::Bytes(32, 1)};
  const auto found = list->by_token(nobody, base::Instant{});
  if (found && std::get<rights::ByToken>((*found)->shows).digest != nobody.digest) std::abort();
  return 0;
}
