// What a scan has found, for people's tools: JSON, SARIF, HTML, annotations of GitHub.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/scan/baseline.hpp"
#include "jwtkeep/scan/finding.hpp"
#include "jwtkeep/scan/source/source.hpp"

namespace jwtkeep::scan {

/// A rule as reports name it.
struct RuleText {
  std::string_view id;
  std::string_view title;  ///< one line
  std::string_view help;   ///< what to do
};

/// What a run has looked at.
struct Looked {
  SourceCounts counts;
  std::chrono::milliseconds took{};
  std::vector<Skipped> details;  ///< the first of those that are worth a line
};

struct Report {
  std::string version;  ///< of jwtkeep
  base::Instant now{};
  std::vector<std::string> roots;  ///< what was scanned, as it was given
  std::vector<Finding> findings;   ///< that count, the worst first, then by place
  std::vector<Finding> allowed;    ///< by a mark where they stand
  std::vector<Finding> known;      ///< by the baseline
  std::vector<KnownFinding> gone;  ///< of the baseline, that are no more
  std::size_t below = 0;           ///< findings of less than the severity that was asked for
  Looked looked;
  bool complete = true;  ///< the run came to its end

  [[nodiscard]] std::size_t count(Severity severity) const noexcept;
};

/// Takes apart what counts and what does not. `baseline` may be nullptr.
Report sort_out(std::vector<Finding> findings, const Baseline* baseline, Severity least);

/// The rule's title, or its id where the table does not have it.
std::string_view title_of(std::string_view rule, std::span<const RuleText> rules) noexcept;
std::string_view help_of(std::string_view rule, std::span<const RuleText> rules) noexcept;

// Sentences that every report has.

/// What was found, in one line without a full stop: the rule's title, and what is known of the secret or token.
std::string sentence(const Finding& finding, std::span<const RuleText> rules, base::Instant now);
/// `this is the LIVE key 2026-08 of orders/prod`, or of a token `signed by ...`.
std::string owner_sentence(const Finding& finding, const Owner& owner);
/// The judge's verdict and the product; empty where there is none.
std::string strength_sentence(const Finding& finding);
/// What the token says and what it is good for; empty where it is none.
std::string token_sentence(const Finding& finding, base::Instant now);
/// Since when a history has it, and whether HEAD still does.
std::string history_sentence(const History& history);
/// The command that ends what a live key can do; empty where the key is refused already.
std::string mend_command(const Owner& owner);
/// The same where that would mend something: an expired token needs no more.
std::string mend_command(const Finding& finding, const Owner& owner, base::Instant now);

/// docs/scan.md has the shape.
base::Json to_json(const Report& report, std::span<const RuleText> rules);
/// SARIF 2.1.0. Columns are Unicode characters where the line is known from its begin, bytes elsewhere.
base::Json to_sarif(const Report& report, std::span<const RuleText> rules);
/// One page that needs nothing from elsewhere: a table, and behind each row a page of its own.
std::string to_html(const Report& report, std::span<const RuleText> rules);
/// The same as files of one folder: their names, `index.html` first, then one for each finding in the report's order.
/// A finding's name is its id, and so stays the same from run to run; a second one of the same id gets `-2`.
std::vector<std::string> html_names(const Report& report);
/// The file at this place of `names`, which are those of the report: the table, or one finding with links to the one
/// before it, the next one and the table.
std::string to_html_file(const Report& report, std::span<const RuleText> rules, std::span<const std::string> names,
                         std::size_t at);
/// Workflow commands of GitHub Actions, one a line.
std::string to_github(const Report& report, std::span<const RuleText> rules);

}  // namespace jwtkeep::scan
