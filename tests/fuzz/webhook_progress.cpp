// progress_from_json and read_key: what is taken is written and read again as the same; a key has the bytes that it
// says.
#include <cstdint>
#include <cstdlib>

#include "jwtkeep/webhook/hook.hpp"
#include "jwtkeep/webhook/progress.hpp"

namespace base = jwtkeep::base;
namespace webhook = jwtkeep::webhook;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto key = webhook::read_key(base::SecretBytes::copy_of(base::ByteView(data, size)));
  if (key && (key->size() < 24 || key->size() > 64)) std::abort();
  const auto json = base::parse_json(base::as_text({data, size}));
  if (!json) return 0;
  const auto progress = webhook::progress_from_json(*json);
  if (!progress) return 0;
  const auto again = webhook::progress_from_json(webhook::to_json(*progress));
  if (!again || *again != *progress) std::abort();
  return 0;
}
