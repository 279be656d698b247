#include "jwtkeep/report/sarif.hpp"

#include <algorithm>

#include "jwtkeep/report/html_text.hpp"
#include "jwtkeep/scan/report/report.hpp"

namespace jwtkeep::scan {
namespace {

using base::Json;
using report::SarifLevel;
using report::utf8_text;

SarifLevel level_of(Severity severity) {
  switch (severity) {
    case Severity::critical:
    case Severity::high: return SarifLevel::error;
    case Severity::medium: return SarifLevel::warning;
    case Severity::low: return SarifLevel::note;
  }
  return SarifLevel::note;
}

report::SarifRule rule_of(const RuleText& rule) {
  // CWE-798: hard-coded credentials. GitHub calls 7.0 to 8.9 high.
  return {.id = std::string(rule.id),
          .name = std::string(rule.title),
          .full = std::string(rule.title) + ".",
          .help = std::string(rule.help),
          .level = SarifLevel::error,
          .tags = {"security", "CWE-798"},
          .severity = "8.0"};
}

/// Characters of the line before `bytes`, and one: what SARIF counts (section 3.14.17).
std::int64_t character_column(std::string_view line, std::size_t bytes) {
  return 1 + std::ranges::count_if(line.substr(0, bytes),
                                   [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; });
}

report::SarifRegion region_of(const Place& place) {
  report::SarifRegion region{.start_line = static_cast<std::int64_t>(place.begin.line),
                             .start_column = static_cast<std::int64_t>(place.begin.column),
                             .end_line = static_cast<std::int64_t>(place.end.line),
                             .end_column = static_cast<std::int64_t>(place.end.column)};
  if (place.mask_begin + 1 != place.begin.column) return region;
  const auto column = character_column(place.line, place.mask_begin);
  if (place.begin.line == place.end.line) *region.end_column -= *region.start_column - column;
  region.start_column = column;
  return region;
}

report::SarifResult result_of(const Finding& finding, std::span<const RuleText> rules, base::Instant now) {
  auto message = utf8_text(sentence(finding, rules, now)) + ".";
  const auto add = [&message](std::string_view begin, const std::string& text) {
    if (!text.empty()) message.append(" ").append(begin).append(utf8_text(text)).append(".");
  };
  if (finding.place.history) add("Found ", history_sentence(*finding.place.history));
  for (const auto& owner : finding.owners) add("Run: ", mend_command(finding, owner, now));
  return {
      .rule = finding.rule,
      .message = std::move(message),
      .uri = report::uri_path(finding.place.path),
      .region = region_of(finding.place),
      .fingerprint = finding.id,
      .level = level_of(finding.severity),
      .properties = Json::object(
          {{"severity", word(finding.severity)}, {"kind", word(finding.kind)}, {"setting", word(finding.setting)}})};
}

}  // namespace

Json to_sarif(const Report& report, std::span<const RuleText> rules) {
  report::SarifLog log{.version = report.version, .rules = {}, .results = {}};
  for (const auto& rule : rules) log.rules.push_back(rule_of(rule));
  const auto add = [&](const Finding& finding) -> report::SarifResult& {
    if (std::ranges::find(log.rules, finding.rule, &report::SarifRule::id) == log.rules.end()) {
      log.rules.push_back(rule_of({.id = finding.rule, .title = finding.rule, .help = finding.rule}));
    }
    log.results.push_back(result_of(finding, rules, report.now));
    return log.results.back();
  };
  for (const auto& finding : report.findings) add(finding);
  for (const auto& finding : report.allowed) {
    add(finding).suppression = {.in_source = true, .why = utf8_text(finding.allowed)};
  }
  for (const auto& finding : report.known) add(finding).suppression = {.in_source = false, .why = "in the baseline"};
  log.successful = report.complete;
  return report::to_sarif(log);
}

}  // namespace jwtkeep::scan
