#include <fmt/format.h>

#include "jwtkeep/report/html_text.hpp"
#include "jwtkeep/scan/report/report.hpp"

namespace jwtkeep::scan {
namespace {

std::string_view command_of(Severity severity) {
  switch (severity) {
    case Severity::critical:
    case Severity::high: return "error";
    case Severity::medium: return "warning";
    case Severity::low: return "notice";
  }
  return "notice";
}

/// As GitHub's toolkit does (packages/core/src/command.ts: escapeData, escapeProperty), without what would steer the
/// terminal of who reads the log.
std::string escaped(std::string_view text, bool is_property) {
  std::string out;
  for (const char c : report::plain_text(text)) {
    switch (c) {
      case '%': out += "%25"; break;
      case '\n': out += "%0A"; break;
      case ':': out += is_property ? "%3A" : ":"; break;
      case ',': out += is_property ? "%2C" : ","; break;
      default: out += c;
    }
  }
  return out;
}

std::string line_of(const Finding& finding, std::span<const RuleText> rules, base::Instant now) {
  const auto& place = finding.place;
  auto message = sentence(finding, rules, now);
  if (place.history) message += "\nFound " + history_sentence(*place.history);
  for (const auto& owner : finding.owners) {
    if (const auto command = mend_command(finding, owner, now); !command.empty()) message += "\nRun: " + command;
  }
  if (const auto help = help_of(finding.rule, rules); !help.empty()) message.append("\n").append(help);
  return fmt::format("::{} file={},line={},endLine={},col={},endColumn={},title={}::{}\n", command_of(finding.severity),
                     escaped(place.path, true), place.begin.line, place.end.line, place.begin.column, place.end.column,
                     escaped(fmt::format("{}: {}", word(finding.severity), title_of(finding.rule, rules)), true),
                     escaped(message, false));
}

}  // namespace

std::string to_github(const Report& report, std::span<const RuleText> rules) {
  std::string text;
  for (const auto& finding : report.findings) text += line_of(finding, rules, report.now);
  return text;
}

}  // namespace jwtkeep::scan
