#include "jwtkeep/probe/outcome.hpp"

#include <array>

namespace jwtkeep::probe {
namespace {

constexpr std::array<std::string_view, 2> kReferences{"RFC 7515 section 5.2", "RFC 8725 section 3.3"};

Attempts none(const Material& /*unused*/) { return {}; }

const Forgery kUnchecked{
    .id = "unchecked",
    .title = "Any token at all",
    .severity = Severity::critical,
    .judging = Judging::answer,
    .cwe = "CWE-347",
    .references = kReferences,
    .means = "the signature is not checked: anybody makes a token with any claims",
    .mend =
        "verify the token before anything of it is used: the library's verify, not its decode; if the page is open to "
        "all by intent, probe one that is not",
    .make = none,
};

}  // namespace

std::string_view word(Outcome outcome) noexcept {
  switch (outcome) {
    case Outcome::refused: return "refused";
    case Outcome::accepted: return "accepted";
    case Outcome::fetched: return "fetched";
    case Outcome::strained: return "strained";
    case Outcome::unanswered: return "unanswered";
    case Outcome::unsendable: return "unsendable";
  }
  return "";
}

std::string_view word(Verdict verdict) noexcept {
  switch (verdict) {
    case Verdict::sound: return "sound";
    case Verdict::accepts_forgeries: return "accepts_forgeries";
    case Verdict::accepts_any: return "accepts_any";
    case Verdict::none: return "none";
  }
  return "";
}

const Forgery& unchecked() noexcept { return kUnchecked; }

bool counts(const Finding& finding, bool strict) noexcept {
  return strict || finding.forgery->severity != Severity::lenience;
}

}  // namespace jwtkeep::probe
