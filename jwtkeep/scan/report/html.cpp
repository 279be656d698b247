#include <fmt/format.h>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/hash.hpp"
#include "jwtkeep/report/html_text.hpp"
#include "jwtkeep/scan/report/report.hpp"

namespace jwtkeep::scan {
namespace {

using report::html_text;

constexpr std::string_view kStyle = R"(
:root { color-scheme: light dark; font: 16px/1.45 system-ui, sans-serif; }
body { max-width: 80rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #8886; }
th[aria-sort] { cursor: pointer; } th[aria-sort=ascending]::after { content: " \2191"; }
th[aria-sort=descending]::after { content: " \2193"; }
.critical { color: #b00020; font-weight: 600; } .high { color: #a35200; font-weight: 600; } .medium { color: #6b5b00; }
@media (prefers-color-scheme: dark) { .critical { color: #ff7a85; } .high { color: #ffb066; } .medium { color: #e0cf6b; } }
code, pre { overflow-wrap: anywhere; } pre { padding: .6rem; border: 1px solid #8886; white-space: pre-wrap; }
mark { font-weight: 600; } label { margin-right: 1rem; } .filters { display: none; }
dt { font-weight: 600; margin-top: .6rem; } dd { margin-left: 0; }
section { display: none; } section:target { display: block; }
body:has(section:target) main { display: none; }
)";

// The rows are sorted and shown by what stands in them; without scripts the table is as it was made: the worst first.
constexpr std::string_view kScript = R"(
const body = document.querySelector("tbody"), rows = [...body.rows];
const rank = {critical: 0, high: 1, medium: 2, low: 3};
const value = (row, i) => i === 0 ? rank[row.cells[0].textContent] : row.cells[i].textContent;
const compare = (a, b) => typeof a === "number" ? a - b : a.localeCompare(b, undefined, {numeric: true});
document.querySelectorAll("th").forEach((head, i) => head.addEventListener("click", () => {
  const up = head.getAttribute("aria-sort") !== "ascending";
  document.querySelectorAll("th").forEach(other => other.setAttribute("aria-sort", "none"));
  head.setAttribute("aria-sort", up ? "ascending" : "descending");
  rows.sort((a, b) => (up ? 1 : -1) * compare(value(a, i), value(b, i)));
  body.append(...rows);
}));
const least = document.querySelector("#least"), text = document.querySelector("#text"), own = document.querySelector("#own");
const show = () => rows.forEach(row => {
  row.hidden = rank[row.cells[0].textContent] > rank[least.value] || (own.checked && row.cells[4].textContent === "") ||
    !row.textContent.toLowerCase().includes(text.value.toLowerCase());
});
[least, text, own].forEach(control => control.addEventListener("input", show));
document.querySelector(".filters").style.display = "block";
)";

std::string script_hash() { return base::base64_encode(crypto::digest(crypto::Hash::sha256, base::as_bytes(kScript))); }

std::string head() {
  return fmt::format(
      R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>jwtkeep scan</title>
<style>{}</style>
</head>
<body>
)",
      script_hash(), kStyle);
}

std::string where(const Finding& finding) {
  return fmt::format("{}:{}:{}", finding.place.path, finding.place.begin.line, finding.place.begin.column);
}

std::string owners_of(const Finding& finding) {
  std::string text;
  for (const auto& owner : finding.owners) {
    text += fmt::format("{}{} {} ({})", text.empty() ? "" : ", ", owner.keyring.text(), owner.kid,
                        keyring::word(owner.state));
  }
  return text;
}

std::string row(const Finding& finding, std::size_t number, std::span<const RuleText> rules) {
  return fmt::format(
      "<tr><td class=\"{0}\">{0}</td><td><a href=\"#finding-{1}\"><code>{2}</code></a></td><td>{3}</td>"
      "<td><code>{4}</code></td><td>{5}</td><td>{6}</td></tr>\n",
      word(finding.severity), number, html_text(where(finding)), html_text(title_of(finding.rule, rules)),
      html_text(finding.masked), html_text(owners_of(finding)), word(finding.setting));
}

std::string marked_line(const Place& place) {
  const std::string_view line = place.line;
  if (place.mask_begin >= place.mask_end || place.mask_end > line.size()) return html_text(line);
  return html_text(line.substr(0, place.mask_begin)) + "<mark>" +
         html_text(line.substr(place.mask_begin, place.mask_end - place.mask_begin)) + "</mark>" +
         html_text(line.substr(place.mask_end));
}

std::string item(std::string_view name, const std::string& text) {
  if (text.empty()) return "";
  return fmt::format("<dt>{}</dt><dd>{}</dd>\n", name, html_text(text));
}

std::string page(const Finding& finding, std::size_t number, std::span<const RuleText> rules, base::Instant now) {
  auto html = fmt::format(
      "<section id=\"finding-{0}\">\n<p><a href=\"#\">All findings</a></p>\n"
      "<h1><span class=\"{1}\">{1}</span> {2}</h1>\n<p><code>{3}</code></p>\n<pre>{4}</pre>\n<dl>\n",
      number, word(finding.severity), html_text(title_of(finding.rule, rules)), html_text(where(finding)),
      marked_line(finding.place));
  for (const auto& owner : finding.owners) {
    html += item("Whose it is", owner_sentence(finding, owner));
    const auto command = mend_command(finding, owner, now);
    if (!command.empty()) html += "<dt>End what it can do</dt><dd><code>" + html_text(command) + "</code></dd>\n";
  }
  html += item("The token", token_sentence(finding, now)) + item("Strength", strength_sentence(finding)) +
          item("Name", finding.name) + item("Allowed", finding.allowed);
  if (const auto& history = finding.place.history) {
    html += item("History", history_sentence(*history)) + item("Object", history->blob);
    for (const auto& path : history->paths) html += item("Path", path);
  }
  html += item("What to do", std::string(help_of(finding.rule, rules)));
  html += item("Kind", fmt::format("{}, {}; in {}; {} bytes", word(finding.kind), word(finding.certainty),
                                   word(finding.setting), finding.length_bytes));
  return html + item("Rule", finding.rule) + item("Id", finding.id) + "</dl>\n</section>\n";
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

std::string to_html(const Report& report, std::span<const RuleText> rules) {
  auto html = head() + "<main>\n<h1>Leaked secrets and tokens</h1>\n" + summary(report);
  if (!report.findings.empty()) {
    html +=
        "<p class=\"filters\"><label>At least <select id=\"least\"><option>low<option>medium<option>high"
        "<option>critical</select></label><label>With <input id=\"text\" type=\"search\"></label>"
        "<label><input id=\"own\" type=\"checkbox\"> of our own keys</label></p>\n"
        "<table>\n<thead><tr>";
    for (const auto name : {"severity", "where", "what", "secret", "whose", "in"}) {
      html += fmt::format("<th scope=\"col\" aria-sort=\"none\">{}</th>", name);
    }
    html += "</tr></thead>\n<tbody>\n";
    for (std::size_t i = 0; i < report.findings.size(); ++i) html += row(report.findings[i], i + 1, rules);
    html += "</tbody>\n</table>\n";
  }
  html +=
      fmt::format("<p>{}Z, jwtkeep {}</p>\n</main>\n", base::describe_instant(report.now), html_text(report.version));
  for (std::size_t i = 0; i < report.findings.size(); ++i) html += page(report.findings[i], i + 1, rules, report.now);
  if (!report.findings.empty()) html.append("<script>").append(kScript).append("</script>\n");
  return html + "</body>\n</html>\n";
}

}  // namespace jwtkeep::scan
