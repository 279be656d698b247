#include <fmt/format.h>

#include <unordered_map>

#include "jwtkeep/report/html_text.hpp"
#include "jwtkeep/scan/report/html_finding.hpp"
#include "jwtkeep/scan/report/html_overview.hpp"
#include "jwtkeep/scan/report/html_page.hpp"
#include "jwtkeep/scan/report/report.hpp"

namespace jwtkeep::scan {
namespace {

constexpr std::string_view kIndex = "index.html";

std::string step(std::string_view rel, std::string_view words, const std::string& name) {
  return fmt::format("<a rel=\"{}\" href=\"{}\">{}</a>\n", rel, report::html_text(name), words);
}

}  // namespace

std::vector<std::string> html_names(const Report& report) {
  std::vector<std::string> names{std::string(kIndex)};
  names.reserve(report.findings.size() + 1);
  std::unordered_map<std::string_view, std::size_t> seen;
  for (const auto& finding : report.findings) {
    const auto count = ++seen[finding.id];
    names.push_back(count == 1 ? finding.id + ".html" : fmt::format("{}-{}.html", finding.id, count));
  }
  return names;
}

std::string to_html_file(const Report& report, std::span<const RuleText> rules, std::span<const std::string> names,
                         std::size_t at) {
  if (at == 0) {
    const auto with_script = report.findings.empty() ? WithScript::no : WithScript::yes;
    return html_head("jwtkeep scan", with_script) + "<main>\n" +
           html_overview(report, rules, [&](std::size_t finding) { return names[finding + 1]; }) + "</main>\n" +
           html_end(with_script);
  }
  const auto& finding = report.findings[at - 1];
  auto html =
      html_head(fmt::format("{}: {} - jwtkeep scan", word(finding.severity), html_place(finding)), WithScript::no) +
      "<nav aria-label=\"Findings\">\n" + fmt::format("<a href=\"{}\">All findings</a>\n", kIndex);
  if (at > 1) html += step("prev", "Previous", names[at - 1]);
  if (at + 1 < names.size()) html += step("next", "Next", names[at + 1]);
  html += fmt::format("<span>{} of {}</span>\n</nav>\n<main aria-labelledby=\"title\">\n", at, report.findings.size());
  return html + html_finding(finding, "title", rules, report.now) + "</main>\n" + html_end(WithScript::no);
}

}  // namespace jwtkeep::scan
