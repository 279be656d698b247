#include "cli/scan_view.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "jwtkeep/base/counted.hpp"
#include "jwtkeep/scan/standing.hpp"

namespace jwtkeep::cli {
namespace {

using scan::Severity;

Style style_of(Severity severity) {
  switch (severity) {
    case Severity::critical: return Style::red;
    case Severity::high: return Style::yellow;
    case Severity::medium: return Style::cyan;
    case Severity::low: return Style::dim;
  }
  return Style::plain;
}

/// Tabs as two blanks, which keeps the marks below the line in their place.
std::string shown(std::string_view text) {
  std::string spaced;
  for (const char c : text) spaced += c == '\t' ? std::string("  ") : std::string(1, c);
  return printable(spaced);
}

std::string line_with_mark(const Output& out, const scan::Place& place) {
  const std::string_view line = place.line;
  if (place.mask_begin >= place.mask_end || place.mask_end > line.size()) return "    " + shown(line) + "\n";
  const auto before = shown(line.substr(0, place.mask_begin));
  const auto mask = shown(line.substr(place.mask_begin, place.mask_end - place.mask_begin));
  return fmt::format("    {}{}{}\n    {}{}\n", before, out.styled(Style::red, mask), shown(line.substr(place.mask_end)),
                     std::string(shown_width(before), ' '),
                     out.styled(Style::red, std::string(shown_width(mask), '^')));
}

std::string item(const std::string& text) { return text.empty() ? "" : "  " + printable(text) + "\n"; }

std::string finding_text(const Output& out, const scan::Finding& finding, const scan::Report& report,
                         std::span<const scan::RuleText> rules) {
  const auto& place = finding.place;
  auto text = fmt::format(
      "{} {}: {}{}\n", out.styled(style_of(finding.severity), scan::word(finding.severity)),
      out.styled(Style::bold, fmt::format("{}:{}:{}", printable(place.path), place.begin.line, place.begin.column)),
      printable(scan::title_of(finding.rule, rules)), finding.name.empty() ? "" : " (" + printable(finding.name) + ")");
  text += line_with_mark(out, place);
  for (const auto& owner : finding.owners) {
    const auto sentence = printable(scan::owner_sentence(finding, owner));
    const auto command = scan::mend_command(finding, owner, report.now);
    text += "  " + (command.empty() ? sentence : out.styled(Style::red, sentence)) + "\n";
    if (!command.empty()) text += item("end what it can do: " + command);
  }
  text += item(scan::token_sentence(finding, report.now)) + item(scan::strength_sentence(finding));
  if (place.history) {
    text += item(scan::history_sentence(*place.history));
    if (place.history->paths.size() > 1) {
      std::string paths;
      for (const auto& path : place.history->paths) paths += (paths.empty() ? "" : ", ") + path;
      text += item("stood in " + paths);
    }
  }
  if (finding.mark_without_reason) text += item("its jwtkeep:allow gives no reason, and does not count");
  return text + item(std::string(scan::help_of(finding.rule, rules)));
}

std::string megabytes(std::uint64_t bytes) { return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6); }

std::string looked_line(const scan::Looked& looked) {
  const auto seconds = std::chrono::duration<double>(looked.took).count();
  auto line = fmt::format("looked at {}, {}, in {}", base::counted(looked.counts.blobs, "file"),
                          megabytes(looked.counts.bytes), base::describe_duration(looked.took));
  if (seconds >= 0.1) {
    line += fmt::format(" ({:.0f} MB/s)", static_cast<double>(looked.counts.bytes) / 1e6 / seconds);
  }
  return line;
}

std::string counts_line(const Output& out, const scan::Report& report) {
  const auto count = report.findings.size();
  auto line = count == 0 ? out.styled(Style::green, "nothing found") : base::counted(count, "finding");
  std::string parts;
  for (const auto severity : {Severity::critical, Severity::high, Severity::medium, Severity::low}) {
    const auto of_it = report.count(severity);
    if (of_it == 0) continue;
    parts += fmt::format("{}{}", parts.empty() ? ": " : ", ",
                         out.styled(style_of(severity), fmt::format("{} {}", of_it, scan::word(severity))));
  }
  line += parts;
  if (!report.allowed.empty()) line += fmt::format("; {} allowed where they stand", report.allowed.size());
  if (!report.known.empty()) line += fmt::format("; {} known by the baseline", report.known.size());
  if (report.below > 0) line += fmt::format("; {} of less severity", report.below);
  return line;
}

std::string skipped_line(const scan::Looked& looked) {
  std::string line;
  for (std::size_t at = 0; at < scan::kSkips; ++at) {
    const auto count = looked.counts.skipped[at];
    if (count == 0) continue;
    line += fmt::format("{}{} {}", line.empty() ? "skipped: " : ", ", count, scan::word(static_cast<scan::Skip>(at)));
  }
  return line.empty() ? line : line + "\n";
}

}  // namespace

std::string scan_text(const Output& out, const scan::Report& report, std::span<const scan::RuleText> rules) {
  std::string text;
  for (const auto& finding : report.findings) text += finding_text(out, finding, report, rules) + "\n";
  for (const auto& gone : report.gone) {
    text += fmt::format("no more there: {}:{}, {} (take it out of the baseline)\n", printable(gone.path), gone.line,
                        printable(gone.rule));
  }
  return text + counts_line(out, report) + "\n" + looked_line(report.looked) + "\n" + skipped_line(report.looked);
}

void tell_about_scan(Output& out, const scan::Report& report) {
  for (const auto& skipped : report.looked.details) {
    out.note(fmt::format("skipped {}: {}{}", printable(skipped.path), scan::word(skipped.why),
                         skipped.detail.empty() ? "" : ", " + printable(skipped.detail)));
  }
  if (report.findings.empty()) return;
  out.note(
      "A secret that has stood in a file is known: replace it, and read the new one from the environment (jwtkeep "
      "run, jwtkeep env).");
  out.note("What is none: `jwtkeep:allow REASON` in its line or the one above; what is known: --write-baseline FILE.");
}

}  // namespace jwtkeep::cli
