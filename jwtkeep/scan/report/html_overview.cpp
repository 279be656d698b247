#include "jwtkeep/scan/report/html_overview.hpp"

#include <fmt/format.h>

#include "jwtkeep/report/html_text.hpp"
#include "jwtkeep/scan/report/html_finding.hpp"

namespace jwtkeep::scan {
namespace {

using report::html_text;

std::string owners_of(const Finding& finding) {
  std::string text;
  for (const auto& owner : finding.owners) {
    text += fmt::format("{}{} {} ({})", text.empty() ? "" : ", ", owner.keyring.text(), owner.kid,
                        keyring::word(owner.state));
  }
  return text;
}

std::string row(const Finding& finding, const std::string& link, std::span<const RuleText> rules) {
  constexpr std::string_view kCell = "<td role=\"cell\">";
  return fmt::format(
      "<tr role=\"row\"><td role=\"cell\" class=\"{0}\">{0}</td>{7}<a href=\"{1}\"><code>{2}</code></a></td>"
      "{7}{3}</td>{7}<code>{4}</code></td>{7}{5}</td>{7}{6}</td></tr>\n",
      word(finding.severity), html_text(link), html_text(html_place(finding)), html_text(title_of(finding.rule, rules)),
      html_text(finding.masked), html_text(owners_of(finding)), word(finding.setting), kCell);
}

std::string summary(const Report& report) {
  std::string counts;
  for (const auto severity : {Severity::critical, Severity::high, Severity::medium, Severity::low}) {
    if (const auto count = report.count(severity); count > 0) {
      counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", count, word(severity));
    }
  }
  auto html = "<p><strong>" + (counts.empty() ? std::string("Nothing was found.") : counts) + "</strong></p>\n<ul>\n";
  const auto add = [&html](const std::string& text) { html += "<li>" + html_text(text) + "</li>\n"; };
  add(fmt::format("{} files, {} bytes, {}", report.looked.counts.blobs, report.looked.counts.bytes,
                  base::describe_duration(report.looked.took)));
  if (!report.complete) add("stopped before the end");
  if (!report.allowed.empty()) add(fmt::format("{} allowed where they stand", report.allowed.size()));
  if (!report.known.empty()) add(fmt::format("{} known by the baseline", report.known.size()));
  if (!report.gone.empty()) add(fmt::format("{} of the baseline are no more", report.gone.size()));
  if (report.below > 0) add(fmt::format("{} below the severity that was asked for", report.below));
  for (std::size_t at = 0; at < kSkips; ++at) {
    const auto count = report.looked.counts.skipped[at];
    if (count > 0) add(fmt::format("{} skipped: {}", count, word(static_cast<Skip>(at))));
  }
  return html + "</ul>\n";
}

}  // namespace

std::string html_overview(const Report& report, std::span<const RuleText> rules,
                          const std::function<std::string(std::size_t)>& link) {
  auto html = "<h1>Leaked secrets and tokens</h1>\n" + summary(report);
  if (!report.findings.empty()) {
    html +=
        "<p class=\"filters\" hidden><label>At least <select id=\"least\"><option>low<option>medium<option>high"
        "<option>critical</select></label><label>With <input id=\"text\" type=\"search\"></label>"
        "<label><input id=\"own\" type=\"checkbox\"> of our own keys</label><output id=\"shown\"></output></p>\n"
        "<table role=\"table\">\n<thead role=\"rowgroup\"><tr role=\"row\">";
    for (const auto name : {"severity", "where", "what", "secret", "whose", "in"}) {
      html += fmt::format("<th scope=\"col\" role=\"columnheader\">{}</th>", name);
    }
    html += "</tr></thead>\n<tbody role=\"rowgroup\">\n";
    for (std::size_t at = 0; at < report.findings.size(); ++at) html += row(report.findings[at], link(at), rules);
    html += "</tbody>\n</table>\n";
  }
  return html + fmt::format("<p>{}Z, jwtkeep {}</p>\n", base::describe_instant(report.now), html_text(report.version));
}

}  // namespace jwtkeep::scan
