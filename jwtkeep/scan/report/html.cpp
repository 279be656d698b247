#include <fmt/format.h>

#include "jwtkeep/scan/report/html_finding.hpp"
#include "jwtkeep/scan/report/html_overview.hpp"
#include "jwtkeep/scan/report/html_page.hpp"
#include "jwtkeep/scan/report/report.hpp"

namespace jwtkeep::scan {

std::string to_html(const Report& report, std::span<const RuleText> rules) {
  const auto with_script = report.findings.empty() ? WithScript::no : WithScript::yes;
  auto html = html_head("jwtkeep scan", with_script) + "<main>\n<div id=\"all\">\n" +
              html_overview(report, rules, [](std::size_t at) { return fmt::format("#finding-{}", at + 1); }) +
              "</div>\n";
  for (std::size_t at = 0; at < report.findings.size(); ++at) {
    // What is jumped to is where a screen reader goes on.
    html += fmt::format(
        "<section id=\"finding-{0}\" tabindex=\"-1\" aria-labelledby=\"title-{0}\">\n"
        "<p><a href=\"#all\">All findings</a></p>\n",
        at + 1);
    html += html_finding(report.findings[at], fmt::format("title-{}", at + 1), rules, report.now) + "</section>\n";
  }
  return html + "</main>\n" + html_end(with_script);
}

}  // namespace jwtkeep::scan
