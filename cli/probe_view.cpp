#include "cli/probe_view.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace jwtkeep::cli {
namespace {

constexpr std::size_t kMostHits = 8;     ///< of one forgery that are listed
constexpr std::size_t kTokenShown = 60;  ///< characters of a token

Style style_of(probe::Severity severity) {
  switch (severity) {
    case probe::Severity::critical: return Style::red;
    case probe::Severity::high: return Style::yellow;
    case probe::Severity::lenience: return Style::cyan;
  }
  return Style::plain;
}

std::string joined(std::span<const std::string_view> words) {
  std::string text;
  for (const auto word : words) text += (text.empty() ? "" : ", ") + std::string(word);
  return text;
}

std::string hit_line(const probe::Tried& hit) {
  const auto status = hit.status == 0 ? std::string("no answer") : fmt::format("status {}", hit.status);
  return fmt::format("    {} ({}, {}, {} ms)", printable(hit.what), probe::word(hit.outcome), status, hit.took.count());
}

void print_finding(Output& out, const probe::Finding& finding) {
  const auto& forgery = *finding.forgery;
  out.line(fmt::format("{} {}: {}", out.styled(style_of(forgery.severity), probe::word(forgery.severity)),
                       out.styled(Style::bold, forgery.id), forgery.title));
  for (std::size_t i = 0; i < std::min(finding.hits.size(), kMostHits); ++i) out.line(hit_line(finding.hits[i]));
  if (finding.hits.size() > kMostHits) {
    out.line(fmt::format("    and {} more of {} that were tried", finding.hits.size() - kMostHits, finding.tried));
  }
  out.line(fmt::format("  class: {}; {}", forgery.cwe, joined(forgery.references)));
  out.line(fmt::format("  means: {}", forgery.means));
  out.line(fmt::format("  mend:  {}", forgery.mend));
}

void print_table(Output& out, const probe::Report& report) {
  std::vector<std::vector<std::string>> rows{{"FORGERY", "OUTCOME", "TRIED", "CLASS"}};
  for (const auto& finding : report.findings) {
    const auto& forgery = *finding.forgery;
    rows.push_back({std::string(forgery.id),
                    out.styled(style_of(forgery.severity), probe::word(finding.hits.front().outcome)),
                    std::to_string(finding.tried), std::string(forgery.title)});
  }
  for (const auto& [forgery, attempts] : report.refused) {
    rows.push_back({std::string(forgery->id), out.styled(Style::green, "refused"), std::to_string(attempts),
                    std::string(forgery->title)});
  }
  for (const auto& [forgery, why] : report.untried) {
    rows.push_back({std::string(forgery->id), out.styled(Style::dim, "not tried"), "0", printable(why)});
  }
  if (rows.size() == 1) return;
  out.write(table(rows));
  out.line("");
}

std::string verdict_line(const Output& out, const probe::Report& report, bool strict) {
  const auto counting =
      std::ranges::count_if(report.findings, [&](const auto& finding) { return probe::counts(finding, strict); });
  switch (report.verdict) {
    case probe::Verdict::accepts_any:
      return out.styled(Style::red, "accepts any token") + ": one with a wrong signature is taken";
    case probe::Verdict::none: return out.styled(Style::yellow, "no verdict") + ": " + printable(report.why);
    case probe::Verdict::accepts_forgeries:
    case probe::Verdict::sound: break;
  }
  if (counting > 0) {
    return out.styled(Style::red, fmt::format("{} {} accepted", counting, counting == 1 ? "forgery" : "forgeries"));
  }
  const auto lenient = report.findings.empty() ? "" : "; leniences are told above";
  return out.styled(Style::green, "no forgery accepted") + lenient;
}

std::string shortened(const std::string& token) {
  if (token.size() <= kTokenShown) return token;
  return fmt::format("{}... ({} characters)", std::string_view(token).substr(0, kTokenShown), token.size());
}

}  // namespace

void print_report(Output& out, const probe::Report& report, bool strict) {
  for (const auto& finding : report.findings) print_finding(out, finding);
  if (!report.findings.empty()) out.line("");
  print_table(out, report);
  for (const auto& remark : report.remarks) out.line("remark: " + printable(remark));
  if (!report.why.empty() && report.verdict != probe::Verdict::none) out.line("but: " + printable(report.why));
  out.line(fmt::format("{}: {} ({} requests, a good token of {})", printable(report.target),
                       verdict_line(out, report, strict), report.requests, printable(report.alg)));
}

void print_plan(Output& out, const std::vector<probe::Planned>& planned) {
  std::size_t count = 0;
  for (const auto& each : planned) {
    out.line(fmt::format("{}: {}", out.styled(Style::bold, each.forgery->id), each.forgery->title));
    if (each.attempts.list.empty()) out.line("  not tried: " + each.attempts.untried);
    for (const auto& attempt : each.attempts.list) {
      ++count;
      out.line("  " + printable(attempt.what));
      out.line("    " + out.styled(Style::dim, printable(shortened(attempt.token))));
    }
  }
  out.line(fmt::format("{} tokens of {} classes; nothing was sent", count, planned.size()));
}

}  // namespace jwtkeep::cli
