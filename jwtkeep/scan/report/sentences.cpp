#include <fmt/format.h>

#include "jwtkeep/keyring/state.hpp"
#include "jwtkeep/report/shell_quoted.hpp"
#include "jwtkeep/scan/report/report.hpp"
#include "jwtkeep/scan/standing.hpp"

namespace jwtkeep::scan {
namespace {

constexpr std::size_t kShownId = 12;

void join(std::string& text, const std::string& more, std::string_view between = "; ") {
  if (more.empty()) return;
  if (!text.empty()) text += between;
  text += more;
}

std::string standing_words(const Finding& finding, base::Instant now) {
  const auto& token = *finding.token;
  switch (standing(finding, now)) {
    case Standing::expired: return "expired " + base::describe_instant(*token.expires_at) + "Z";
    case Standing::retired: return "refused: its key is retired";
    case Standing::compromised: return "refused: its key is marked as compromised";
    case Standing::valid:
      return token.expires_at ? "VALID until " + base::describe_instant(*token.expires_at) + "Z"
                              : std::string("VALID, and never expires");
    case Standing::unknown: break;
  }
  if (token.encrypted) return "encrypted";
  return token.expires_at ? "expires " + base::describe_instant(*token.expires_at) + "Z" : std::string("never expires");
}

std::string commit_words(const CommitNote& commit) {
  return fmt::format("{} of {} by {}", commit.id.substr(0, kShownId), base::describe_instant(commit.time).substr(0, 10),
                     commit.author.empty() ? "nobody" : commit.author);
}

/// The finding is told at one of its paths, which need not be the one that HEAD has.
std::string still_in_head(const History& history) {
  if (history.paths.size() < 2 || history.head_path.empty()) return "still in HEAD";
  return "still in HEAD, as " + history.head_path;
}

}  // namespace

std::string strength_sentence(const Finding& finding) {
  std::string text;
  if (finding.strength) {
    switch (*finding.strength) {
      case strength::Strength::strong: text = "not guessable, but everybody who can read this has it"; break;
      case strength::Strength::weak: text = "guessable, too"; break;
      case strength::Strength::published: text = "published: everybody has it"; break;
    }
  }
  if (!finding.product.empty()) join(text, "known from " + finding.product, ", ");
  return text;
}

std::string token_sentence(const Finding& finding, base::Instant now) {
  if (!finding.token) return "";
  const auto& token = *finding.token;
  auto text = token.alg.empty() ? std::string("a token") : "a token of " + token.alg;
  if (!token.issuer.empty()) join(text, "issued by " + token.issuer, ", ");
  if (!token.subject.empty()) join(text, "for " + token.subject, ", ");
  join(text, standing_words(finding, now), ", ");
  if (token.cracked) {
    join(text, "its secret is published: anybody can sign such tokens" +
                   (token.product.empty() ? "" : " (known from " + token.product + ")"));
  }
  return text;
}

std::string owner_sentence(const Finding& finding, const Owner& owner) {
  const bool live = keyring::verifies(owner.state);
  const auto* what = owner.by_kid_alone ? "its kid is that of" : finding.token ? "signed by" : "this is";
  auto text = fmt::format("{} the {} key {} of {}", what, live ? "LIVE" : keyring::word(owner.state), owner.kid,
                          owner.keyring.text());
  if (live) text += fmt::format(" ({})", keyring::word(owner.state));
  return text;
}

std::string history_sentence(const History& history) {
  std::string text;
  if (history.first) join(text, "since commit " + commit_words(*history.first));
  // One commit can bring it under several paths.
  if (history.last && history.first && history.last->id != history.first->id)
    join(text, "last brought by " + commit_words(*history.last));
  join(text, !history.first    ? "in no commit: an object that nothing points to"
             : history.in_head ? still_in_head(history)
                               : "no more in HEAD, but anybody who clones has it");
  return text;
}

std::string mend_command(const Owner& owner) {
  if (!keyring::verifies(owner.state)) return "";
  return "jwtkeep rotate " + owner.keyring.text() + " --compromised " + report::shell_word(owner.kid);
}

std::string mend_command(const Finding& finding, const Owner& owner, base::Instant now) {
  return standing(finding, now) == Standing::expired ? "" : mend_command(owner);
}

std::string sentence(const Finding& finding, std::span<const RuleText> rules, base::Instant now) {
  std::string text(title_of(finding.rule, rules));
  if (!finding.name.empty()) text += " (" + finding.name + ")";
  std::string more;
  for (const auto& owner : finding.owners) join(more, owner_sentence(finding, owner));
  join(more, token_sentence(finding, now));
  join(more, strength_sentence(finding));
  if (finding.mark_without_reason) join(more, "its jwtkeep:allow gives no reason, and does not count");
  return more.empty() ? text : text + ": " + more;
}

}  // namespace jwtkeep::scan
