#include "cli/scan_rules.hpp"

#include "jwtkeep/scan/rule.hpp"

namespace jwtkeep::cli {

std::vector<scan::RuleText> scan_rules() {
  std::vector<scan::RuleText> rules;
  for (const auto& rule : scan::all_rules()) rules.push_back({.id = rule.id, .title = rule.title, .help = rule.help});
  return rules;
}

}  // namespace jwtkeep::cli
