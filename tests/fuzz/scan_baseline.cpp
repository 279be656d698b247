// Baseline::parse: what is taken is written and read again as the same, and knows what it holds.
#include <cstdint>
#include <cstdlib>

#include "jwtkeep/scan/baseline.hpp"

namespace base = jwtkeep::base;
namespace scan = jwtkeep::scan;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto baseline = scan::Baseline::parse(base::as_text({data, size}));
  if (!baseline) return 0;
  const auto again = scan::Baseline::parse(baseline->text());
  if (!again || again->known() != baseline->known()) std::abort();
  std::vector<scan::Finding> findings;
  for (const auto& known : baseline->known()) {
    scan::Finding finding;
    finding.id = known.id;
    if (!baseline->has(finding)) std::abort();
    findings.push_back(std::move(finding));
  }
  if (!baseline->gone(findings).empty() || baseline->gone({}).size() != findings.size()) std::abort();
  return 0;
}
