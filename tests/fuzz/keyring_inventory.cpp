// parse_inventory: what is taken is written and read again as the same.
#include <cstdint>
#include <cstdlib>

#include "jwtkeep/keyring/inventory.hpp"

namespace base = jwtkeep::base;
namespace keyring = jwtkeep::keyring;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto inventory = keyring::parse_inventory(base::as_text({data, size}));
  if (!inventory) return 0;
  const auto written = base::write_with_secrets(keyring::to_json(*inventory), false);
  const auto again = written.reveal([](base::ByteView text) { return keyring::parse_inventory(base::as_text(text)); });
  if (!again || again->keys != inventory->keys || again->made_at != inventory->made_at) std::abort();
  if (!(again->fingerprint_key == inventory->fingerprint_key)) std::abort();
  for (const auto& key : inventory->keys) {
    if (!key.fingerprint.empty() && key.fingerprint.size() != 16) std::abort();
    if (key.fingerprint.empty() && !key.destroyed_at) std::abort();
  }
  return 0;
}
