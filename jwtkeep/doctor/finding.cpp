#include "jwtkeep/doctor/finding.hpp"

#include <algorithm>
#include <tuple>

namespace jwtkeep::doctor {

std::string_view word(Rule rule) noexcept {
  switch (rule) {
    case Rule::tampered: return "tampered";
    case Rule::weak: return "weak";
    case Rule::shared_services: return "shared_services";
    case Rule::shared_environments: return "shared_environments";
    case Rule::shared_purposes: return "shared_purposes";
    case Rule::shared: return "shared";
    case Rule::development_value: return "development_value";
    case Rule::overdue: return "overdue";
    case Rule::held: return "held";
    case Rule::stale: return "stale";
    case Rule::drift: return "drift";
    case Rule::unreachable: return "unreachable";
  }
  return "";
}

std::string_view word(Severity severity) noexcept {
  switch (severity) {
    case Severity::critical: return "critical";
    case Severity::high: return "high";
    case Severity::medium: return "medium";
  }
  return "";
}

Severity severity(Rule rule) noexcept {
  switch (rule) {
    case Rule::tampered:
    case Rule::weak:
    case Rule::development_value: return Severity::critical;
    case Rule::shared_services:
    case Rule::shared_environments:
    case Rule::shared:
    case Rule::drift: return Severity::high;
    case Rule::shared_purposes:
    case Rule::overdue:
    case Rule::held:
    case Rule::stale:
    case Rule::unreachable: return Severity::medium;
  }
  return Severity::medium;
}

bool is_sharing(Rule rule) noexcept {
  return rule == Rule::shared_services || rule == Rule::shared_environments || rule == Rule::shared_purposes ||
         rule == Rule::shared || rule == Rule::development_value;
}

void sort_worst_first(std::vector<Finding>& findings) {
  std::ranges::sort(findings, {}, [](const Finding& finding) {
    return std::tuple(severity(finding.rule), finding.keyring, finding.rule, finding.destination, finding.what);
  });
}

base::Json to_json(const Finding& finding) {
  auto json = base::Json::object(
      {{"rule", word(finding.rule)}, {"severity", word(severity(finding.rule))}, {"keyring", finding.keyring}});
  if (!finding.destination.empty()) json.set("destination", finding.destination);
  if (is_sharing(finding.rule)) json.set("with", finding.with ? base::Json(*finding.with) : base::Json(nullptr));
  json.set("message", finding.what);
  json.set("mend", finding.mend);
  return json;
}

}  // namespace jwtkeep::doctor
