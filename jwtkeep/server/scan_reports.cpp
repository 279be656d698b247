#include "jwtkeep/server/scan_reports.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "jwtkeep/keyring/name.hpp"

namespace jwtkeep::server {
namespace {

using base::fail;
using base::Json;
using base::Reason;
using base::Result;

constexpr std::size_t kLongestSource = 128;
constexpr std::size_t kLongestRule = 128;
constexpr std::size_t kLongestPath = 4096;
constexpr std::size_t kMostOwners = 1000;  ///< of one finding
constexpr std::array<std::string_view, 4> kSeverities{"critical", "high", "medium", "low"};
constexpr std::string_view kHexDigits = "0123456789abcdef";

std::unexpected<base::Error> odd(std::string_view what) {
  return fail(Reason::malformed, fmt::format("this is no report of a scan: {}", what),
              "send what `jwtkeep scan --json` prints (docs/scan.schema.json)");
}

bool is_hex(std::string_view text, std::size_t least, std::size_t most) {
  return text.size() >= least && text.size() <= most && text.find_first_not_of(kHexDigits) == std::string_view::npos;
}

/// A member that has to be a text of 1 to `longest` bytes without control characters.
Result<std::string> name_of(const Json& json, std::string_view member, std::size_t longest) {
  const auto* found = json.find(member);
  const auto* text = found == nullptr ? nullptr : found->string();
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (text == nullptr || text->empty() || text->size() > longest || std::ranges::any_of(*text, is_control)) {
    return odd(fmt::format("the \"{}\" of a finding", member));
  }
  return *text;
}

Result<std::uint64_t> line_of(const Json& json) {
  const auto* found = json.find("line");
  const auto* line = found == nullptr ? nullptr : found->integer();
  if (line == nullptr || *line < 1) return odd("the \"line\" of a finding");
  return static_cast<std::uint64_t>(*line);
}

/// All but the keyring and the commit.
Result<ScanFinding> read_common(const Json& json) {
  ScanFinding finding;
  JWTKEEP_TRY(finding.id, name_of(json, "id", 32));
  JWTKEEP_TRY(finding.rule, name_of(json, "rule", kLongestRule));
  JWTKEEP_TRY(finding.severity, name_of(json, "severity", 16));
  JWTKEEP_TRY(finding.path, name_of(json, "path", kLongestPath));
  JWTKEEP_TRY(finding.line, line_of(json));
  if (!is_hex(finding.id, 32, 32)) return odd("the \"id\" of a finding");
  if (std::ranges::find(kSeverities, finding.severity) == kSeverities.end()) {
    return odd("the \"severity\" of a finding");
  }
  return finding;
}

Result<std::string> commit_of(const Json& json) {
  const auto* history = json.find("history");
  if (history == nullptr || history->is_null()) return std::string{};
  const auto* first = history->find("first_commit");
  if (first == nullptr || first->is_null()) return std::string{};
  JWTKEEP_TRY(auto id, name_of(*first, "id", 64));
  if (!is_hex(id, 40, 64)) return odd("the commit of a finding");
  return id;
}

Result<std::string> keyring_of(const Json& json) {
  JWTKEEP_TRY(auto text, name_of(json, "keyring", 1024));
  if (!keyring::Name::parse(text)) return odd("the \"keyring\" of an owner");
  return text;
}

/// What has been read of a report.
struct Reading {
  std::vector<ScanFinding> found;
  std::size_t bytes = 0;  ///< of their texts, at least
};

Result<void> add(const ScanFinding& finding, Reading& into) {
  constexpr std::size_t kLeastPunctuation = 50;  // names of members and quotes, as they are kept
  into.bytes += kLeastPunctuation + finding.keyring.size() + finding.id.size() + finding.rule.size() +
                finding.severity.size() + finding.path.size() + finding.commit.size();
  if (into.bytes > kMostFindingsBytes) {
    return fail(Reason::too_large, "the findings of this report would be more than 1 MiB, one for each owner",
                "report less of them, e.g. with jwtkeep scan --severity high");
  }
  into.found.push_back(finding);
  return {};
}

Result<void> read_finding(const Json& json, Reading& into) {
  JWTKEEP_TRY(auto finding, read_common(json));
  JWTKEEP_TRY(finding.commit, commit_of(json));
  const auto* owners = json.find("owners");
  if (owners == nullptr || owners->items() == nullptr) return odd("the \"owners\" of a finding");
  if (owners->items()->size() > kMostOwners) return odd("the \"owners\" of a finding are too many");
  if (owners->items()->empty()) return add(finding, into);
  const auto first = static_cast<std::ptrdiff_t>(into.found.size());
  for (const auto& owner : *owners->items()) {
    JWTKEEP_TRY(finding.keyring, keyring_of(owner));
    // Several keys of one keyring can be the same.
    if (std::find(into.found.begin() + first, into.found.end(), finding) != into.found.end()) continue;
    JWTKEEP_CHECK(add(finding, into));
  }
  return {};
}

Json to_json(const ScanFinding& finding) {
  auto json = Json::object({{"id", finding.id},
                            {"rule", finding.rule},
                            {"severity", finding.severity},
                            {"path", finding.path},
                            {"line", finding.line}});
  if (!finding.keyring.empty()) json.set("keyring", finding.keyring);
  if (!finding.commit.empty()) json.set("commit", finding.commit);
  return json;
}

Result<ScanFinding> finding_from_json(const Json& json) {
  JWTKEEP_TRY(auto finding, read_common(json));
  if (json.find("keyring") != nullptr) {
    JWTKEEP_TRY(finding.keyring, keyring_of(json));
  }
  if (json.find("commit") != nullptr) {
    JWTKEEP_TRY(finding.commit, name_of(json, "commit", 64));
    if (!is_hex(finding.commit, 40, 64)) return odd("the commit of a finding");
  }
  return finding;
}

Result<ScanReports::Report> report_from_json(const Json& json) {
  ScanReports::Report report;
  JWTKEEP_TRY(report.source, name_of(json, "source", kLongestSource));
  JWTKEEP_CHECK(check_source_name(report.source));
  JWTKEEP_TRY(const auto at, name_of(json, "at", 64));
  JWTKEEP_TRY(report.at, base::parse_instant(at));
  const auto* findings = json.find("findings");
  if (findings == nullptr || findings->items() == nullptr) return odd("there are no \"findings\"");
  for (const auto& item : *findings->items()) {
    JWTKEEP_TRY(auto finding, finding_from_json(item));
    report.findings.push_back(std::move(finding));
  }
  return report;
}

}  // namespace

Result<void> check_source_name(std::string_view name) {
  const auto is_fine = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("._-@/:").find(c) != std::string_view::npos;
  };
  if (!name.empty() && name.size() <= kLongestSource && std::ranges::all_of(name, is_fine)) return {};
  return fail(Reason::bad_value,
              fmt::format("a source's name has 1 to {} characters of letters, digits and . _ - @ / :", kLongestSource),
              "say what was scanned, e.g. ?source=acme/orders");
}

Result<std::vector<ScanFinding>> read_scan_report(const Json& report) {
  const auto* findings = report.find("findings");
  if (findings == nullptr || findings->items() == nullptr) return odd("there are no \"findings\"");
  Reading reading;
  for (const auto& item : *findings->items()) JWTKEEP_CHECK(read_finding(item, reading));
  return std::move(reading.found);
}

void ScanReports::replace(Report report, const May& may) {
  const auto at = std::ranges::lower_bound(reports_, report.source, {}, &Report::source);
  if (at == reports_.end() || at->source != report.source) {
    if (!report.findings.empty()) reports_.insert(at, std::move(report));
    return;
  }
  for (auto& old : at->findings) {
    if (!may(old.keyring)) report.findings.push_back(std::move(old));
  }
  if (report.findings.empty()) {
    reports_.erase(at);
  } else {
    *at = std::move(report);
  }
}

Json ScanReports::to_json() const {
  auto list = Json::array();
  for (const auto& report : reports_) {
    auto findings = Json::array();
    for (const auto& finding : report.findings) findings.push(server::to_json(finding));
    list.push(Json::object(
        {{"source", report.source}, {"at", base::format_instant(report.at)}, {"findings", std::move(findings)}}));
  }
  return Json::object({{"reports", std::move(list)}});
}

Result<ScanReports> ScanReports::from_json(const Json& json) {
  const auto* list = json.find("reports");
  if (list == nullptr || list->items() == nullptr) return odd("there are no \"reports\"");
  ScanReports all;
  for (const auto& item : *list->items()) {
    JWTKEEP_TRY(auto report, report_from_json(item));
    if (!all.reports_.empty() && !(all.reports_.back().source < report.source)) return odd("the order of the sources");
    all.reports_.push_back(std::move(report));
  }
  return all;
}

}  // namespace jwtkeep::server
