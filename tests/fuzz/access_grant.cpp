// Grant::parse: what is taken is written and read again as the same, and its pattern has no more than it says.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "jwtkeep/access/grant.hpp"
#include "jwtkeep/base/bytes.hpp"

namespace rights = jwtkeep::access;
namespace base = jwtkeep::base;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto grant = rights::Grant::parse(base::as_text({data, size}));
  if (!grant) return 0;
  const auto again = rights::Grant::parse(grant->text());
  if (!again || *again != *grant || grant->verbs.empty()) std::abort();
  const auto& text = grant->keyrings.text();
  const bool open = text.find('*') != std::string::npos;
  // Without a star it has its own name and nothing else.
  if (!open && (!grant->keyrings.has(text) || grant->keyrings.has(text + "/x") || grant->keyrings.has("a/b"))) {
    if (text != "a/b") std::abort();
  }
  if (grant->keyrings.has("")) std::abort();
  for (const auto verb : rights::verbs()) {
    const bool granted = std::ranges::find(grant->verbs, verb) != grant->verbs.end();
    if (!granted && !open && grant->allows(verb, text)) std::abort();
  }
  return 0;
}
