// parse_verifiers: names that are taken stand in the table, each once, and are read back from their own text.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/keyring/policy.hpp"
#include "jwtkeep/keyring/verifier.hpp"
#include "jwtkeep/keyring/verifier_choice.hpp"

namespace base = jwtkeep::base;
namespace keyring = jwtkeep::keyring;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto names = keyring::parse_verifiers(base::as_text({data, size}));
  if (!names) {
    if (names.error().what.empty() || names.error().hint.empty()) std::abort();
    if (names.error().what.size() > 256) std::abort();
    return 0;
  }
  std::string text;
  for (const auto& name : *names) {
    if (keyring::find_verifier(name) == nullptr) std::abort();
    if (std::ranges::count(*names, name) != 1) std::abort();
    text += (text.empty() ? "" : ",") + name;
  }
  if (keyring::parse_verifiers(text) != *names) std::abort();
  // Whatever P they make necessary, the policy holds.
  const auto propagation = keyring::propagation_for(*names, std::chrono::hours{48});
  if (!propagation) std::abort();
  keyring::Policy policy;
  policy.verifiers = *names;
  policy.propagation = *propagation;
  if (!keyring::check(policy)) std::abort();
  return 0;
}
