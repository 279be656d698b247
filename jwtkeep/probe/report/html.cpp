#include <fmt/format.h>

#include "jwtkeep/base/counted.hpp"
#include "jwtkeep/probe/report/report.hpp"
#include "jwtkeep/report/html_text.hpp"

namespace jwtkeep::probe {
namespace {

using report::html_text;

// No script, and the policy forbids any: what a server answered is shown in this page.
constexpr std::string_view kHead = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>jwtkeep probe</title>
<style>
:root { color-scheme: light dark; font: 16px/1.45 system-ui, sans-serif; }
body { max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #8886; }
.critical { color: #b00020; font-weight: 600; } .high { color: #a35200; font-weight: 600; }
@media (prefers-color-scheme: dark) { .critical { color: #ff7a85; } .high { color: #ffb066; } }
code { overflow-wrap: anywhere; }
</style>
</head>
<body>
)";

std::string cell(std::string_view text) { return "<td>" + html_text(text) + "</td>"; }

std::string head_row(std::initializer_list<std::string_view> names) {
  std::string row = "<tr>";
  for (const auto name : names) row += "<th scope=\"col\">" + html_text(name) + "</th>";
  return row + "</tr>\n";
}

std::string verdict_line(const Report& report) {
  switch (report.verdict) {
    case Verdict::sound: return "Every forgery that was tried is refused.";
    case Verdict::accepts_forgeries: return "Forgeries are accepted.";
    case Verdict::accepts_any: return "Any token is accepted: the signature is not checked.";
    case Verdict::none: return "No verdict: " + report.why + ".";
  }
  return "";
}

std::string finding_row(const Finding& finding) {
  const auto& forgery = *finding.forgery;
  std::string hits;
  for (const auto& hit : finding.hits) {
    hits += fmt::format("<li><code>{}</code>: {}, {}, {} ms</li>", html_text(hit.what), word(hit.outcome),
                        hit.status == 0 ? "no status" : "status " + std::to_string(hit.status), hit.took.count());
  }
  std::string references;
  for (const auto reference : forgery.references) {
    references += (references.empty() ? "" : ", ") + html_text(reference);
  }
  return fmt::format(
      "<tr><td class=\"{0}\">{0}</td><td>{1}<br><code>{2}</code><ul>{3}</ul></td><td>{4}<br>{5}</td><td>{6}</td>"
      "<td>{7}</td></tr>\n",
      word(forgery.severity), html_text(forgery.title), html_text(forgery.id), hits, html_text(forgery.cwe), references,
      html_text(forgery.means), html_text(forgery.mend));
}

std::string findings_table(const Report& report) {
  if (report.findings.empty()) return "";
  auto html = "<h2>Accepted</h2>\n<table>\n" + head_row({"severity", "forgery", "class", "what it means", "mend"});
  for (const auto& finding : report.findings) html += finding_row(finding);
  return html + "</table>\n";
}

std::string controls_table(const Report& report) {
  auto html = "<h2>Controls</h2>\n<table>\n" + head_row({"token", "meant", "was", "status"});
  for (const auto& control : report.controls) {
    html += "<tr>" + cell(control.what) + cell(control.should_be_accepted ? "accepted" : "refused") +
            cell(control.was_accepted ? "accepted" : "refused") + cell(std::to_string(control.status)) + "</tr>\n";
  }
  return html + "</table>\n";
}

std::string rest_table(const Report& report) {
  auto html = "<h2>All others</h2>\n<table>\n" + head_row({"forgery", "", "outcome"});
  for (const auto& [forgery, attempts] : report.refused) {
    html += "<tr>" + cell(forgery->id) + cell(forgery->title) + cell("refused, " + base::counted(attempts, "attempt")) +
            "</tr>\n";
  }
  for (const auto& [forgery, why] : report.untried) {
    html += "<tr>" + cell(forgery->id) + cell(forgery->title) + cell("not tried: " + why) + "</tr>\n";
  }
  return html + "</table>\n";
}

}  // namespace

std::string to_html(const Report& report, const std::string& version) {
  std::string html(kHead);
  html += "<h1>Forgeries against <code>" + html_text(report.target) + "</code></h1>\n";
  html += "<p><strong>" + html_text(verdict_line(report)) + "</strong></p>\n";
  if (!report.why.empty() && report.verdict != Verdict::none) html += "<p>" + html_text(report.why) + "</p>\n";
  html += findings_table(report) + controls_table(report) + rest_table(report);
  if (!report.remarks.empty()) {
    html += "<h2>Remarks</h2>\n<ul>\n";
    for (const auto& remark : report.remarks) html += "<li>" + html_text(remark) + "</li>\n";
    html += "</ul>\n";
  }
  return html + fmt::format("<p>{} requests, a good token of {}. jwtkeep {}</p>\n</body>\n</html>\n", report.requests,
                            html_text(report.alg), html_text(version));
}

}  // namespace jwtkeep::probe
