// policy_from_json: a policy that is taken holds its own check, and is read back from what it writes.
#include <cstdint>
#include <cstdlib>

#include "jwtkeep/keyring/policy.hpp"

namespace base = jwtkeep::base;
namespace keyring = jwtkeep::keyring;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto json = base::parse_json(base::as_text({data, size}));
  if (!json) return 0;
  const auto policy = keyring::policy_from_json(*json);
  if (!policy) {
    if (policy.error().what.empty()) std::abort();
    return 0;
  }
  if (!keyring::check(*policy)) std::abort();
  if (policy->rotate_every < keyring::publish_to_active(*policy)) std::abort();
  const auto written = base::parse_json(base::write_json(keyring::to_json(*policy)));
  if (!written) std::abort();
  const auto again = keyring::policy_from_json(*written);
  if (!again || !(*again == *policy)) std::abort();
  return 0;
}
