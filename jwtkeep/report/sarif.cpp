#include "jwtkeep/report/sarif.hpp"

#include <algorithm>
#include <string_view>

namespace jwtkeep::report {
namespace {

using base::Json;

std::string_view word(SarifLevel level) {
  switch (level) {
    case SarifLevel::error: return "error";
    case SarifLevel::warning: return "warning";
    case SarifLevel::note: return "note";
  }
  return "none";
}

Json text(const std::string& of) { return Json::object({{"text", of}}); }

Json rule_json(const SarifRule& rule) {
  auto json = Json::object({{"id", rule.id},
                            {"shortDescription", text(rule.name)},
                            {"fullDescription", text(rule.full)},
                            {"help", text(rule.help)},
                            {"defaultConfiguration", Json::object({{"level", word(rule.level)}})}});
  Json properties;
  if (!rule.tags.empty()) {
    auto tags = Json::array();
    for (const auto& tag : rule.tags) tags.push(tag);
    properties.set("tags", std::move(tags));
  }
  if (!rule.severity.empty()) properties.set("security-severity", rule.severity);
  if (!properties.is_null()) json.set("properties", std::move(properties));
  return json;
}

Json region_json(const SarifRegion& region) {
  auto json = Json::object({{"startLine", region.start_line}});
  if (region.start_column) json.set("startColumn", *region.start_column);
  if (region.end_line) json.set("endLine", *region.end_line);
  if (region.end_column) json.set("endColumn", *region.end_column);
  return json;
}

Json result_json(const SarifResult& result, const SarifLog& log) {
  auto json = Json::object({{"ruleId", result.rule}});
  const auto rule = std::ranges::find(log.rules, result.rule, &SarifRule::id);
  if (rule != log.rules.end()) json.set("ruleIndex", static_cast<std::int64_t>(rule - log.rules.begin()));
  const auto level = rule == log.rules.end() ? result.level : result.level.value_or(rule->level);
  if (level) json.set("level", word(*level));
  json.set("message", text(result.message));
  auto place = Json::object({{"artifactLocation", Json::object({{"uri", result.uri}})}});
  if (result.region) place.set("region", region_json(*result.region));
  json.set("locations", Json::array({Json::object({{"physicalLocation", std::move(place)}})}));
  if (!result.fingerprint.empty()) {
    json.set("partialFingerprints", Json::object({{"jwtkeep/v1", result.fingerprint}}));
  }
  if (result.suppression) {
    auto suppression = Json::object({{"kind", result.suppression->in_source ? "inSource" : "external"}});
    if (!result.suppression->why.empty()) suppression.set("justification", result.suppression->why);
    json.set("suppressions", Json::array({std::move(suppression)}));
  }
  if (!result.properties.is_null()) json.set("properties", result.properties);
  return json;
}

}  // namespace

Json to_sarif(const SarifLog& log) {
  auto rules = Json::array();
  for (const auto& rule : log.rules) rules.push(rule_json(rule));
  auto results = Json::array();
  for (const auto& result : log.results) results.push(result_json(result, log));
  auto driver = Json::object({{"name", "jwtkeep"}, {"version", log.version}, {"rules", std::move(rules)}});
  auto run = Json::object({{"tool", Json::object({{"driver", std::move(driver)}})},
                           {"invocations", Json::array({Json::object({{"executionSuccessful", log.successful}})})},
                           {"columnKind", "unicodeCodePoints"},
                           {"results", std::move(results)}});
  return Json::object({{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                       {"version", "2.1.0"},
                       {"runs", Json::array({std::move(run)})}});
}

}  // namespace jwtkeep::report
