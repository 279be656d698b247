// What scans have found of keyrings.
#include <set>

#include "jwtkeep/server/body.hpp"
#include "jwtkeep/server/endpoints/endpoints.hpp"
#include "jwtkeep/server/endpoints/failure.hpp"
#include "jwtkeep/server/entering.hpp"
#include "jwtkeep/server/once.hpp"
#include "jwtkeep/server/page.hpp"
#include "jwtkeep/server/scan_reports.hpp"
#include "jwtkeep/store/kept_document.hpp"

namespace jwtkeep::server::endpoints {
namespace {

using base::fail;
using base::Json;
using base::Reason;
using base::Result;

constexpr std::string_view kDocument = "findings";
/// Of keyrings in one report: each is a right to be judged.
constexpr std::size_t kMostKeyrings = 1000;

/// What is of no keyring is for who has the verb on all.
bool may_of(const Asker& asker, access::Verb verb, std::string_view keyring) {
  return (keyring.empty() ? asker.may_on_all(verb) : asker.may(verb, keyring)).has_value();
}

Result<ScanReports::Report> read_report(const Call& call) {
  ScanReports::Report report;
  report.source = call.incoming.target().parameter("source").value_or("");
  JWTKEEP_CHECK(check_source_name(report.source));
  JWTKEEP_TRY(const auto json, call.incoming.reveal_body([](base::ByteView body) {
    return base::parse_json(base::as_text(body), {.size_bytes = kMostBodyBytes});
  }));
  JWTKEEP_TRY(report.findings, read_scan_report(json));
  return report;
}

/// Takes nothing of the rate: that was done before the report was read.
Admitted<void> judge(Service& service, const Call& call, const Asker& asker, const ScanReports::Report& report) {
  std::set<std::string_view> keyrings;
  for (const auto& finding : report.findings) keyrings.insert(finding.keyring);
  if (keyrings.size() > kMostKeyrings) {
    return std::unexpected(failure({Reason::too_large, "a report names at most 1000 keyrings", "send several"}));
  }
  auto& gate = service.gate();
  for (const auto keyring : keyrings) {
    if (may_of(asker, access::Verb::report, keyring)) continue;
    return keyring.empty() ? gate.may_on_all(asker, call.incoming, access::Verb::report)
                           : gate.may(asker, call.incoming, access::Verb::report, keyring, 0);
  }
  return {};
}

Result<web::Answer> keep(Service& service, const Call& call, const Asker& asker, ScanReports::Report report) {
  report.at = service.options().clock();
  const auto may = [&](std::string_view keyring) { return may_of(asker, access::Verb::report, keyring); };
  const auto source = report.source;
  const auto count = std::uint64_t{report.findings.size()};
  JWTKEEP_CHECK(service.store().change([&](store::Change& change) -> Result<void> {
    JWTKEEP_TRY(const auto document, change.document(kDocument));
    JWTKEEP_TRY(auto all, store::document_value<ScanReports>(document));
    all.replace(report, may);
    auto json = all.to_json();
    if (base::write_json(json).size() > kMostFindingsBytes) {
      return fail(Reason::too_large, "the findings of all sources together would be more than 1 MiB",
                  "report less of them, e.g. with jwtkeep scan --severity high");
    }
    JWTKEEP_CHECK(change.record({.at = report.at,
                                 .actor = actor_of(asker, call),
                                 .action = "findings.report",
                                 .keyring = {},
                                 .detail = Json::object({{"source", source}, {"findings", count}})}));
    return change.save_document(kDocument, json);
  }));
  return document(base::write_json(Json::object({{"source", source}, {"findings", count}})));
}

Json shown(const ScanFinding& finding, const ScanReports::Report& report) {
  const auto or_null = [](const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); };
  return Json::object({{"keyring", or_null(finding.keyring)},
                       {"source", report.source},
                       {"id", finding.id},
                       {"rule", finding.rule},
                       {"severity", finding.severity},
                       {"path", finding.path},
                       {"line", finding.line},
                       {"commit", or_null(finding.commit)},
                       {"reported_at", base::format_instant(report.at)}});
}

Result<Json> list(Service& service, const web::Target& target, const Asker& asker) {
  JWTKEEP_TRY(const auto limit, page_limit(target));
  JWTKEEP_TRY(const auto after, number_parameter(target, "after", 0));
  const auto keyring = target.parameter("keyring").value_or("");
  JWTKEEP_TRY(const auto all, store::read_document<ScanReports>(service.store(), kDocument));
  auto found = Json::array();
  std::uint64_t number = 0;
  bool more = false;
  for (const auto& report : all.reports()) {
    for (const auto& finding : report.findings) {
      if (!keyring.empty() && finding.keyring != keyring) continue;
      if (!may_of(asker, access::Verb::read, finding.keyring)) continue;
      if (++number <= after) continue;
      more = found.items()->size() == limit;
      if (more) break;
      found.push(shown(finding, report));
    }
    if (more) break;
  }
  const auto next = more ? Json(after + limit) : Json(nullptr);
  return Json::object({{"findings", std::move(found)}, {"after", next}});
}

}  // namespace

web::Answer report_findings(Service& service, const Call& call) {
  auto asker = service.gate().enter(call.incoming);
  if (!asker) return std::move(asker).error();
  // Before anything of the report is read: that is work, and room in memory.
  if (auto right = may_somewhere(service, call, *asker, access::Verb::report); !right) return std::move(right).error();
  auto report = read_report(call);
  if (!report) return failure(report.error());
  if (auto right = judge(service, call, *asker, *report); !right) return std::move(right).error();
  return once(service, call, *asker, [&] { return answer_of(keep(service, call, *asker, *std::move(report))); });
}

web::Answer list_findings(Service& service, const Call& call) {
  auto& gate = service.gate();
  auto asker = gate.enter(call.incoming);
  if (!asker) return std::move(asker).error();
  const auto& target = call.incoming.target();
  if (const auto keyring = target.parameter("keyring")) {
    if (auto right = gate.may(*asker, call.incoming, access::Verb::read, *keyring, 1); !right) {
      return std::move(right).error();
    }
  } else {
    // Who may read nothing is given an empty list, which is work all the same.
    const auto* holder = holder_of(*asker, access::Verb::read);
    asker->for_each([&](const access::Principal& each) {
      if (holder == nullptr) holder = &each;
    });
    if (auto may = gate.take(*holder, 1); !may) return std::move(may).error();
  }
  return answer_of(list(service, target, *asker));
}

}  // namespace jwtkeep::server::endpoints
