// key_from_json: a key that is taken is read back from what it writes, and its state can be planned with.
#include <cstdint>
#include <cstdlib>

#include "jwtkeep/keyring/plan.hpp"

namespace base = jwtkeep::base;
namespace keyring = jwtkeep::keyring;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto json = base::parse_json(base::as_text({data, size}));
  if (!json) return 0;
  const auto key = keyring::key_from_json(*json);
  if (!key) return 0;
  const auto written = base::parse_json(base::write_json(keyring::to_json(*key)));
  if (!written) std::abort();
  const auto again = keyring::key_from_json(*written);
  if (!again || !(*again == *key)) std::abort();

  keyring::Keyring ring{.name = *keyring::Name::parse("a/b"), .policy = {}, .keys = {*key}};
  const base::Instant now{std::chrono::seconds{1'800'000'000}};
  for (const auto& step : keyring::plan(ring, ring.policy, {{"place", {}}}, now)) {
    const bool moves_key = step.kind == keyring::Step::Kind::activate || step.kind == keyring::Step::Kind::retire;
    if (moves_key && !step.emergency && step.safe(now)) std::abort();  // the destination never confirmed
  }
  const auto verifying = keyring::verifier(ring, key->kid, now);
  if (verifying && !keyring::verifies(key->state)) std::abort();
  return 0;
}
