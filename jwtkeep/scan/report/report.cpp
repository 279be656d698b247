#include "jwtkeep/scan/report/report.hpp"

#include <algorithm>
#include <tuple>

namespace jwtkeep::scan {
namespace {

const RuleText* find(std::string_view rule, std::span<const RuleText> rules) noexcept {
  const auto found = std::ranges::find(rules, rule, &RuleText::id);
  return found == rules.end() ? nullptr : &*found;
}

auto order(const Finding& finding) {
  const auto& place = finding.place;
  return std::tuple(-static_cast<int>(finding.severity), std::string_view(place.path), place.begin.line,
                    place.begin.column, std::string_view(finding.rule), std::string_view(finding.id));
}

}  // namespace

std::size_t Report::count(Severity severity) const noexcept {
  return static_cast<std::size_t>(std::ranges::count(findings, severity, &Finding::severity));
}

Report sort_out(std::vector<Finding> findings, const Baseline* baseline, Severity least) {
  std::ranges::sort(findings, {}, order);
  Report report;
  if (baseline != nullptr) report.gone = baseline->gone(findings);
  for (auto& finding : findings) {
    if (!finding.allowed.empty()) {
      report.allowed.push_back(std::move(finding));
    } else if (baseline != nullptr && baseline->has(finding)) {
      report.known.push_back(std::move(finding));
    } else if (finding.severity < least) {
      ++report.below;
    } else {
      report.findings.push_back(std::move(finding));
    }
  }
  return report;
}

std::string_view title_of(std::string_view rule, std::span<const RuleText> rules) noexcept {
  const auto* found = find(rule, rules);
  return found == nullptr ? rule : found->title;
}

std::string_view help_of(std::string_view rule, std::span<const RuleText> rules) noexcept {
  const auto* found = find(rule, rules);
  return found == nullptr ? std::string_view() : found->help;
}

}  // namespace jwtkeep::scan
