#include "jwtkeep/scan/report/html_finding.hpp"

#include <fmt/format.h>

#include "jwtkeep/report/html_text.hpp"

namespace jwtkeep::scan {
namespace {

using report::html_text;

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

}  // namespace

std::string html_place(const Finding& finding) {
  return fmt::format("{}:{}:{}", finding.place.path, finding.place.begin.line, finding.place.begin.column);
}

std::string html_finding(const Finding& finding, std::string_view id, std::span<const RuleText> rules,
                         base::Instant now) {
  auto html = fmt::format(
      "<h1 id=\"{0}\"><span class=\"{1}\">{1}</span>: {2}</h1>\n<p><code>{3}</code></p>\n<pre>{4}</pre>\n<dl>\n", id,
      word(finding.severity), html_text(title_of(finding.rule, rules)), html_text(html_place(finding)),
      marked_line(finding.place));
  for (const auto& owner : finding.owners) {
    html += item("Whose it is", owner_sentence(finding, owner));
    const auto command = mend_command(finding, owner, now);
    if (!command.empty()) html += "<dt>End what it can do</dt><dd><code>" + html_text(command) + "</code></dd>\n";
  }
  html += item("The token", token_sentence(finding, now)) + item("Strength", strength_sentence(finding)) +
          item("Name", finding.name) + item("Allowed", finding.allowed);
  if (finding.mark_without_reason) html += item("Mark", "its jwtkeep:allow gives no reason, and does not count");
  if (const auto& history = finding.place.history) {
    html += item("History", history_sentence(*history)) + item("Object", history->blob);
    if (!history->paths.empty()) html += "<dt>Paths</dt>";
    for (const auto& path : history->paths) html += "<dd>" + html_text(path) + "</dd>\n";
  }
  html += item("What to do", std::string(help_of(finding.rule, rules)));
  html += item("Kind", fmt::format("{}, {}; in {}; {} bytes", word(finding.kind), word(finding.certainty),
                                   word(finding.setting), finding.length_bytes));
  return html + item("Rule", finding.rule) + item("Id", finding.id) + "</dl>\n";
}

}  // namespace jwtkeep::scan
