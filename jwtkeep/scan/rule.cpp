#include "jwtkeep/scan/rule.hpp"

#include <algorithm>

namespace jwtkeep::scan {
namespace {

#include "rules.inc"

}  // namespace

std::span<const Rule> all_rules() noexcept { return kRules; }

const Rule* find_rule(std::string_view id) noexcept {
  const auto* const found = std::ranges::lower_bound(kRules, id, {}, &Rule::id);
  return found != std::ranges::end(kRules) && found->id == id ? found : nullptr;
}

}  // namespace jwtkeep::scan
