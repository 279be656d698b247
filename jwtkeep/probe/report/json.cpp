#include "jwtkeep/probe/report/report.hpp"

namespace jwtkeep::probe {
namespace {

using base::Json;

Json references_json(const Forgery& forgery) {
  auto list = Json::array();
  for (const auto reference : forgery.references) list.push(reference);
  return list;
}

Json control_json(const Control& control) {
  return Json::object({{"what", control.what},
                       {"should_be_accepted", control.should_be_accepted},
                       {"was_accepted", control.was_accepted},
                       {"status", control.status}});
}

Json tried_json(const Tried& tried) {
  return Json::object({{"what", tried.what},
                       {"outcome", word(tried.outcome)},
                       {"status", tried.status},
                       {"milliseconds", static_cast<std::int64_t>(tried.took.count())}});
}

Json finding_json(const Finding& finding) {
  const auto& forgery = *finding.forgery;
  auto hits = Json::array();
  for (const auto& hit : finding.hits) hits.push(tried_json(hit));
  return Json::object({{"id", forgery.id},
                       {"title", forgery.title},
                       {"severity", word(forgery.severity)},
                       {"cwe", forgery.cwe},
                       {"references", references_json(forgery)},
                       {"means", forgery.means},
                       {"mend", forgery.mend},
                       {"tried", static_cast<std::int64_t>(finding.tried)},
                       {"hits", std::move(hits)}});
}

}  // namespace

Json to_json(const Report& report) {
  auto json = Json::object({{"target", report.target},
                            {"alg", report.alg},
                            {"verdict", word(report.verdict)},
                            {"why", report.why.empty() ? Json(nullptr) : Json(report.why)},
                            {"requests", static_cast<std::int64_t>(report.requests)}});
  auto controls = Json::array();
  for (const auto& control : report.controls) controls.push(control_json(control));
  json.set("controls", std::move(controls));
  auto findings = Json::array();
  for (const auto& finding : report.findings) findings.push(finding_json(finding));
  json.set("findings", std::move(findings));
  auto refused = Json::array();
  for (const auto& [forgery, attempts] : report.refused) {
    refused.push(Json::object({{"id", forgery->id}, {"attempts", static_cast<std::int64_t>(attempts)}}));
  }
  json.set("refused", std::move(refused));
  auto untried = Json::array();
  for (const auto& [forgery, why] : report.untried) untried.push(Json::object({{"id", forgery->id}, {"why", why}}));
  json.set("untried", std::move(untried));
  auto remarks = Json::array();
  for (const auto& remark : report.remarks) remarks.push(remark);
  return json.set("remarks", std::move(remarks));
}

Json to_json(const std::vector<Planned>& planned) {
  auto forgeries = Json::array();
  for (const auto& each : planned) {
    auto attempts = Json::array();
    for (const auto& attempt : each.attempts.list) {
      attempts.push(Json::object({{"what", attempt.what}, {"token", attempt.token}}));
    }
    auto json = Json::object({{"id", each.forgery->id},
                              {"title", each.forgery->title},
                              {"severity", word(each.forgery->severity)},
                              {"references", references_json(*each.forgery)},
                              {"attempts", std::move(attempts)}});
    if (each.attempts.list.empty()) json.set("untried", each.attempts.untried);
    forgeries.push(std::move(json));
  }
  return Json::object({{"forgeries", std::move(forgeries)}});
}

}  // namespace jwtkeep::probe
