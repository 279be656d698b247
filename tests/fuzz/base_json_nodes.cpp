// Every implementation of read_common_object gives the same answer; what they take parse_json takes with the same
// values.
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/kernel/json/kernels.hpp"

namespace base = jwtkeep::base;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > base::kCommonBytes) return 0;
  const auto text = base::as_text({data, size});
  std::vector<char> padded(text.begin(), text.end());
  padded.resize(size + base::kJsonPaddingBytes, ' ');
  std::vector<base::JsonNode> nodes(64);
  const auto count = base::json::read_portable(padded.data(), size, nodes);
  for (const auto& one : base::json::implementations()) {
    if (!one.is_supported()) continue;
    std::vector<base::JsonNode> others(nodes.size());
    if (one.read(padded.data(), size, others) != count) std::abort();
    if (count != 0 && base::JsonView(padded.data(), others.data(), 0).to_json() !=
                          base::JsonView(padded.data(), nodes.data(), 0).to_json()) {
      std::abort();
    }
  }
  if (count == 0) return 0;
  const auto expected = base::parse_json(text);
  if (!expected || !expected->is_object()) std::abort();
  const auto value = base::JsonView(padded.data(), nodes.data(), 0).to_json();
  if (value != *expected || base::write_json(value) != base::write_json(*expected)) std::abort();
  return 0;
}
