#include "jwtkeep/report/sarif.hpp"
#include "jwtkeep/probe/report/report.hpp"

namespace jwtkeep::probe {
namespace {

using report::SarifLevel;

SarifLevel level_of(Severity severity) {
  switch (severity) {
    case Severity::critical: return SarifLevel::error;
    case Severity::high: return SarifLevel::warning;
    case Severity::lenience: return SarifLevel::note;
  }
  return SarifLevel::note;
}

report::SarifRule rule_of(const Forgery& forgery) {
  report::SarifRule rule{.id = std::string(forgery.id),
                         .name = std::string(forgery.title),
                         .full = "Where it is accepted: " + std::string(forgery.means) + ".",
                         .help = std::string(forgery.mend),
                         .level = level_of(forgery.severity),
                         .tags = {"security", std::string(forgery.cwe)}};
  for (const auto reference : forgery.references) rule.tags.emplace_back(reference);
  return rule;
}

report::SarifResult result_of(const Finding& finding, const std::string& target) {
  std::string message = std::string(finding.forgery->title) + ": ";
  for (const auto& hit : finding.hits) {
    message += (&hit == finding.hits.data() ? "" : "; ") + hit.what + " (" + std::string(word(hit.outcome)) + ")";
  }
  message += ". " + std::string(finding.forgery->means) + ". Mend: " + std::string(finding.forgery->mend) + ".";
  return {.rule = std::string(finding.forgery->id),
          .message = std::move(message),
          .uri = target,
          .fingerprint = std::string(finding.forgery->id) + "@" + target};
}

}  // namespace

base::Json to_sarif(const Report& report, const std::string& version) {
  report::SarifLog log{.version = version, .rules = {}, .results = {}};
  log.rules.push_back(rule_of(unchecked()));
  for (const auto& forgery : forgeries()) log.rules.push_back(rule_of(forgery));
  for (const auto& finding : report.findings) log.results.push_back(result_of(finding, report.target));
  log.successful = report.why.empty();
  return report::to_sarif(log);
}

}  // namespace jwtkeep::probe
