#include "jwtkeep/report/html_text.hpp"
#include "jwtkeep/scan/report/report.hpp"
#include "jwtkeep/scan/standing.hpp"

namespace jwtkeep::scan {
namespace {

using base::Json;
using report::utf8_text;

Json text_or_null(std::string_view text) { return text.empty() ? Json(nullptr) : Json(utf8_text(text)); }

Json time_or_null(const std::optional<base::Instant>& time) {
  return time ? Json(base::format_instant(*time)) : Json(nullptr);
}

Json commit_json(const std::optional<CommitNote>& commit) {
  if (!commit) return nullptr;
  return Json::object({{"id", commit->id},
                       {"time", base::format_instant(commit->time)},
                       {"author", utf8_text(commit->author)},
                       {"path", utf8_text(commit->path)}});
}

Json history_json(const std::optional<History>& history) {
  if (!history) return nullptr;
  auto paths = Json::array();
  for (const auto& path : history->paths) paths.push(utf8_text(path));
  return Json::object({{"object", history->blob},
                       {"first_commit", commit_json(history->first)},
                       {"last_commit", commit_json(history->last)},
                       {"in_head", history->in_head},
                       {"head_path", history->in_head ? Json(utf8_text(history->head_path)) : Json(nullptr)},
                       {"paths", std::move(paths)}});
}

Json token_json(const Finding& finding, base::Instant now) {
  if (!finding.token) return nullptr;
  const auto& token = *finding.token;
  return Json::object({{"alg", text_or_null(token.alg)},
                       {"kid", text_or_null(token.kid)},
                       {"issuer", text_or_null(token.issuer)},
                       {"subject", text_or_null(token.subject)},
                       {"issued_at", time_or_null(token.issued_at)},
                       {"expires_at", time_or_null(token.expires_at)},
                       {"encrypted", token.encrypted},
                       {"secret_is_published", token.cracked},
                       {"product", text_or_null(token.product)},
                       {"standing", word(standing(finding, now))}});
}

Json owners_json(const Finding& finding, base::Instant now) {
  auto owners = Json::array();
  for (const auto& owner : finding.owners) {
    owners.push(Json::object({{"keyring", owner.keyring.text()},
                              {"kid", owner.kid},
                              {"state", keyring::word(owner.state)},
                              {"live", keyring::verifies(owner.state)},
                              {"by_kid_alone", owner.by_kid_alone},
                              {"mend", text_or_null(mend_command(finding, owner, now))}}));
  }
  return owners;
}

Json finding_json(const Finding& finding, std::span<const RuleText> rules, base::Instant now) {
  const auto& place = finding.place;
  return Json::object({{"id", finding.id},
                       {"rule", finding.rule},
                       {"title", utf8_text(title_of(finding.rule, rules))},
                       {"kind", word(finding.kind)},
                       {"certainty", word(finding.certainty)},
                       {"severity", word(finding.severity)},
                       {"setting", word(finding.setting)},
                       {"path", utf8_text(place.path)},
                       {"line", place.begin.line},
                       {"column", place.begin.column},
                       {"end_line", place.end.line},
                       {"end_column", place.end.column},
                       {"text", utf8_text(place.line)},
                       {"name", text_or_null(finding.name)},
                       {"masked", utf8_text(finding.masked)},
                       {"length_bytes", static_cast<std::int64_t>(finding.length_bytes)},
                       {"strength", finding.strength ? Json(strength::word(*finding.strength)) : Json(nullptr)},
                       {"product", text_or_null(finding.product)},
                       {"token", token_json(finding, now)},
                       {"owners", owners_json(finding, now)},
                       {"history", history_json(place.history)},
                       {"allowed", text_or_null(finding.allowed)},
                       {"mark_without_reason", finding.mark_without_reason},
                       {"help", text_or_null(help_of(finding.rule, rules))}});
}

Json list_json(const std::vector<Finding>& findings, const Report& report, std::span<const RuleText> rules) {
  Json::Array list;
  list.reserve(findings.size());
  for (const auto& finding : findings) list.push_back(finding_json(finding, rules, report.now));
  return list;
}

Json looked_json(const Looked& looked) {
  auto skipped = Json::object();
  for (std::size_t at = 0; at < kSkips; ++at) {
    const auto count = looked.counts.skipped[at];
    if (count > 0) skipped.set(std::string(word(static_cast<Skip>(at))), count);
  }
  auto details = Json::array();
  for (const auto& each : looked.details) {
    details.push(
        Json::object({{"why", word(each.why)}, {"path", utf8_text(each.path)}, {"detail", text_or_null(each.detail)}}));
  }
  return Json::object({{"files", looked.counts.blobs},
                       {"bytes", looked.counts.bytes},
                       {"milliseconds", static_cast<std::int64_t>(looked.took.count())},
                       {"skipped", std::move(skipped)},
                       {"skipped_paths", std::move(details)}});
}

}  // namespace

Json to_json(const Report& report, std::span<const RuleText> rules) {
  auto gone = Json::array();
  for (const auto& known : report.gone) {
    gone.push(Json::object({{"id", known.id}, {"path", known.path}, {"line", known.line}, {"rule", known.rule}}));
  }
  auto roots = Json::array();
  for (const auto& root : report.roots) roots.push(utf8_text(root));
  auto counts = Json::object();
  for (const auto severity : {Severity::critical, Severity::high, Severity::medium, Severity::low}) {
    counts.set(std::string(word(severity)), static_cast<std::int64_t>(report.count(severity)));
  }
  return Json::object({{"version", report.version},
                       {"at", base::format_instant(report.now)},
                       {"scanned", std::move(roots)},
                       {"complete", report.complete},
                       {"findings", list_json(report.findings, report, rules)},
                       {"allowed", list_json(report.allowed, report, rules)},
                       {"known", list_json(report.known, report, rules)},
                       {"gone", std::move(gone)},
                       {"counts", std::move(counts)},
                       {"below_severity", static_cast<std::int64_t>(report.below)},
                       {"looked_at", looked_json(report.looked)}});
}

}  // namespace jwtkeep::scan
