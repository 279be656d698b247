#include "jwtkeep/probe/run.hpp"

#include <algorithm>
#include <map>

namespace jwtkeep::probe {
namespace {

using base::Reason;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int kMostTries = 4;                ///< of one request that is answered "too many"
constexpr milliseconds kFirstBackOff{1000};  ///< doubled each time, where the answer does not say
constexpr milliseconds kLongestBackOff{60'000};
constexpr int kMostSilent = 3;  ///< attempts in a row without an answer, until the run is given up
/// An answer is a strain from here on, when the controls took next to nothing: what a person would call stuck.
constexpr milliseconds kStrainFloor{1000};
constexpr int kMostCalmTries = 30;  ///< a second apart
constexpr int kStrainFactor = 10;   ///< and this many times the control's own time besides

bool is_too_many(const Answer& answer) {
  return answer.status == 429 || (answer.status == 503 && answer.retry_after.has_value());
}

milliseconds rounded(std::chrono::microseconds took) { return std::chrono::round<milliseconds>(took); }

/// One run under way.
class Run {
 public:
  Run(const GoodToken& good, const Acceptance& acceptance, const Conduct& conduct)
      : good_(good), acceptance_(acceptance), conduct_(conduct) {
    report_.alg = good.alg;
  }

  base::Result<Report> go(const std::vector<Planned>& planned, const std::optional<std::string>& anew);

 private:
  struct Sent {
    std::optional<Answer> answer;  ///< nothing: none came, or none but "too many"
    milliseconds took{};
    bool unsendable = false;
    bool limited = false;
    base::Error error{};  ///< where there is no answer
  };

  Sent send(const std::optional<std::string>& token);
  Control control(const std::string& what, bool should_be_accepted, const std::optional<std::string>& token,
                  Sent& sent);
  base::Result<bool> first_controls();
  void judge_first(const Control& good, const Control& bad, const Control& nothing);
  void control_owner(const std::string& anew);
  void last_controls();
  void try_all(const std::vector<Planned>& planned);
  bool try_one(const Planned& planned);
  Tried attempt(const Forgery& forgery, const Attempt& attempt);
  Outcome outcome_of(const Forgery& forgery, const Attempt& attempt, const Sent& sent);
  [[nodiscard]] bool is_slow(milliseconds took) const { return took > kStrainFloor + kStrainFactor * usual_; }
  bool lives();
  bool is_calm();
  void look_again_for_fetches();
  void add_remarks();
  void conclude();

  const GoodToken& good_;
  const Acceptance& acceptance_;
  const Conduct& conduct_;
  Report report_;
  milliseconds usual_{};  ///< the slowest of the first controls
  std::size_t done_ = 0;
  std::size_t total_ = 0;
  int silent_ = 0;           ///< attempts in a row without an answer
  bool owner_known_ = true;  ///< the owner's key is one that the verifier takes
  bool gone_ = false;        ///< the run was given up
  std::optional<base::Error> unsafe_;
  std::map<std::string_view, int> server_errors_;  ///< a status of 500 and above, by forgery
  std::map<std::string_view, int> dropped_;
  std::map<std::string_view, int> busy_;  ///< not sent, because the service was busy with what came before
  std::vector<std::pair<const Forgery*, Attempt>> watched_;  ///< refused, and not fetched so far
};

Run::Sent Run::send(const std::optional<std::string>& token) {
  Sent sent;
  auto back_off = kFirstBackOff;
  for (int tries = 1;; ++tries) {
    const auto from = steady_clock::now();
    auto answer = conduct_.send(token);
    ++report_.requests;
    sent.took = std::chrono::ceil<milliseconds>(steady_clock::now() - from);
    if (!answer) {
      sent.unsendable = answer.error().reason == Reason::bad_value;
      if (answer.error().reason == Reason::unsafe_place) unsafe_ = answer.error();
      if (sent.unsendable) --report_.requests;
      sent.error = std::move(answer).error();
      return sent;
    }
    sent.took = rounded(answer->took);
    if (!is_too_many(*answer)) {
      sent.answer = *std::move(answer);
      return sent;
    }
    sent.limited = true;
    if (tries == kMostTries) {
      sent.error = {Reason::busy, "the service answers " + std::to_string(answer->status) + ", too many requests", ""};
      return sent;
    }
    const auto asked = answer->retry_after ? milliseconds(*answer->retry_after) : back_off;
    const auto wait = std::clamp(asked, milliseconds{0}, kLongestBackOff);
    conduct_.tell("the service answers " + std::to_string(answer->status) + ", too many requests: waiting " +
                  base::describe_duration(wait) + " (a lower --max-rps avoids it)");
    conduct_.wait(wait);
    back_off *= 2;
  }
}

Control Run::control(const std::string& what, bool should_be_accepted, const std::optional<std::string>& token,
                     Sent& sent) {
  sent = send(token);
  Control control{.what = what, .should_be_accepted = should_be_accepted};
  if (sent.answer) {
    control.status = sent.answer->status;
    control.was_accepted = acceptance_.accepts(*sent.answer);
  }
  report_.controls.push_back(control);
  return control;
}

/// Whether the attempts can be judged.
base::Result<bool> Run::first_controls() {
  Sent sent;
  const auto good = control("the good token", true, good_.text, sent);
  if (!sent.answer) return std::unexpected(sent.error);
  usual_ = std::max(usual_, sent.took);
  const auto bad = control("a wrong signature", false, badly_signed(good_), sent);
  usual_ = std::max(usual_, sent.took);
  const bool bad_answered = sent.answer.has_value();
  const auto nothing = control("no token", false, std::nullopt, sent);
  if (!bad_answered) {
    report_.why = "no answer came to the token with a wrong signature";
    return false;
  }
  judge_first(good, bad, nothing);
  return report_.why.empty() && !bad.was_accepted;
}

void Run::judge_first(const Control& good, const Control& bad, const Control& nothing) {
  if (!good.was_accepted) {
    report_.why = "the good token is not accepted: the service answers " + std::to_string(good.status) +
                  (bad.was_accepted ? ", and accepts one with a wrong signature" : "");
    return;
  }
  if (!bad.was_accepted) {
    if (nothing.was_accepted) {
      report_.remarks.emplace_back(
          "a request without any token is accepted: the page may be open to those who have none");
    }
    return;
  }
  report_.verdict = Verdict::accepts_any;
  report_.findings.push_back(
      {.forgery = &unchecked(), .hits = {{bad.what, Outcome::accepted, bad.status, {}}}, .tried = 1});
  if (nothing.was_accepted) {
    report_.findings.back().hits.push_back({nothing.what, Outcome::accepted, nothing.status, {}});
    report_.findings.back().tried = 2;
    report_.remarks.emplace_back(
        "a request without any token is accepted, too: either nothing is checked here, or the service says in its text "
        "that it refuses (--accept-text, --refuse-text)");
  }
}

void Run::control_owner(const std::string& anew) {
  Sent sent;
  owner_known_ = control("a good token, signed by the key that was given", true, anew, sent).was_accepted;
  if (!owner_known_) {
    report_.remarks.emplace_back(
        "a good token that the given key signs is not accepted: it is not the key that signed the good one, or the "
        "service takes each token once");
  }
}

/// Whether the service takes the good token still.
bool Run::lives() {
  for (int tries = 0; tries < 3; ++tries) {
    if (tries > 0) conduct_.wait(kStrainFloor);
    const auto sent = send(good_.text);
    if (sent.answer && acceptance_.accepts(*sent.answer)) return true;
  }
  return false;
}

/// Whether the service answers the good token as fast as ever: waits for it, since it may be busy with what came
/// before.
bool Run::is_calm() {
  for (int tries = 0; tries < kMostCalmTries; ++tries) {
    if (tries > 0) conduct_.wait(kStrainFloor);
    const auto sent = send(good_.text);
    if (sent.answer && !is_slow(sent.took)) return true;
  }
  return false;
}

Outcome Run::outcome_of(const Forgery& forgery, const Attempt& attempt, const Sent& sent) {
  if (sent.unsendable) return Outcome::unsendable;
  if (unsafe_) return Outcome::unanswered;
  if (sent.answer && acceptance_.accepts(*sent.answer)) return Outcome::accepted;
  if (!attempt.watch.empty() && conduct_.was_fetched(attempt.watch)) return Outcome::fetched;
  const bool dropped = !sent.answer && !sent.limited;
  if (forgery.judging == Judging::strain) {
    if (dropped && is_slow(sent.took)) return Outcome::strained;
    // A machine that was busy for a second is none that was made busy: it has to happen twice.
    if (is_slow(sent.took) && is_calm() && is_slow(send(attempt.token).took)) return Outcome::strained;
  }
  if (dropped && !lives()) {
    gone_ = true;
    report_.why = "the service has not answered since " + std::string(forgery.id) + " (" + attempt.what + ")";
    return Outcome::strained;
  }
  return sent.answer ? Outcome::refused : Outcome::unanswered;
}

Tried Run::attempt(const Forgery& forgery, const Attempt& attempt) {
  // A service that is busy with the bomb before would be slow whatever comes.
  if (forgery.judging == Judging::strain && !is_calm()) {
    ++busy_[forgery.id];
    return {.what = attempt.what, .outcome = Outcome::unanswered};
  }
  const auto sent = send(attempt.token);
  Tried tried{.what = attempt.what, .outcome = outcome_of(forgery, attempt, sent), .took = sent.took};
  if (sent.answer) tried.status = sent.answer->status;
  if (tried.status >= 500) ++server_errors_[forgery.id];
  if (tried.outcome == Outcome::unanswered && !sent.limited) ++dropped_[forgery.id];
  if (tried.outcome == Outcome::refused && !attempt.watch.empty()) watched_.emplace_back(&forgery, attempt);
  silent_ = tried.outcome == Outcome::unanswered && sent.limited ? silent_ + 1 : 0;
  if (silent_ >= kMostSilent) {
    gone_ = true;
    report_.why =
        "the service answers " + std::string(forgery.id) + " and those before with \"too many requests\" alone";
  }
  return tried;
}

/// False when the run is at its end.
bool Run::try_one(const Planned& planned) {
  const auto& forgery = *planned.forgery;
  if (forgery.maker == Maker::owner && !owner_known_) {
    report_.untried.emplace_back(&forgery, "a good token that the given key signs is not accepted either");
    done_ += planned.attempts.list.size();
    return true;
  }
  if (planned.attempts.list.empty()) {
    report_.untried.emplace_back(
        &forgery, planned.attempts.untried.empty() ? "there is nothing to try" : planned.attempts.untried);
    return true;
  }
  Finding finding{.forgery = &forgery, .hits = {}, .tried = 0};
  std::size_t refused = 0;
  std::size_t silent = 0;
  for (const auto& each : planned.attempts.list) {
    if (gone_ || unsafe_) break;
    auto tried = attempt(forgery, each);
    conduct_.progress(++done_, total_);
    if (tried.outcome != Outcome::unsendable) ++finding.tried;
    if (tried.outcome == Outcome::refused) ++refused;
    if (tried.outcome == Outcome::unanswered) ++silent;
    const bool hit =
        tried.outcome == Outcome::accepted || tried.outcome == Outcome::fetched || tried.outcome == Outcome::strained;
    if (hit) finding.hits.push_back(std::move(tried));
    // One that keeps the service busy shows it: its larger brothers would only do harm.
    if (hit && forgery.judging == Judging::strain) break;
  }
  if (!finding.hits.empty()) {
    report_.findings.push_back(std::move(finding));
  } else if (refused > 0) {
    report_.refused.emplace_back(&forgery, refused);
  } else {
    report_.untried.emplace_back(&forgery,
                                 silent > 0 ? "no answer came" : "the tokens cannot stand where tokens go here");
  }
  return !gone_ && !unsafe_;
}

void Run::try_all(const std::vector<Planned>& planned) {
  for (const auto& each : planned) total_ += each.attempts.list.size();
  for (auto at = planned.begin(); at != planned.end(); ++at) {
    if (try_one(*at)) continue;
    for (++at; at != planned.end(); ++at) report_.untried.emplace_back(at->forgery, "the run was given up before");
    return;
  }
}

/// A verifier may have put the token aside and looked at it later.
void Run::look_again_for_fetches() {
  for (const auto& [forgery, attempt] : watched_) {
    if (!conduct_.was_fetched(attempt.watch)) continue;
    std::erase_if(report_.refused, [&](const auto& refused) { return refused.first == forgery; });
    report_.findings.push_back(
        {.forgery = forgery, .hits = {{.what = attempt.what, .outcome = Outcome::fetched}}, .tried = 1});
  }
}

void Run::last_controls() {
  Sent sent;
  const auto good = control("the good token, at the end", true, good_.text, sent);
  if (!good.was_accepted && report_.why.empty()) {
    report_.why = sent.answer ? "the good token is no longer accepted (" + std::to_string(good.status) +
                                    "): it has expired, or this client was shut out, and nobody knows since when"
                              : "the service does not answer the good token any more";
  }
  const auto bad = control("a wrong signature, at the end", false, badly_signed(good_), sent);
  if (bad.was_accepted && report_.why.empty()) {
    report_.why = "a wrong signature is accepted at the end, and was refused at the start";
  }
}

void Run::add_remarks() {
  const auto list = [](const std::map<std::string_view, int>& counts) {
    std::string text;
    for (const auto& [id, count] : counts) {
      text += (text.empty() ? "" : ", ") + std::string(id) + (count > 1 ? " x" + std::to_string(count) : "");
    }
    return text;
  };
  if (!server_errors_.empty()) {
    report_.remarks.push_back("answered with a server error, where refusing was meant: " + list(server_errors_));
  }
  if (!busy_.empty()) report_.remarks.push_back("not sent, for the service stayed busy: " + list(busy_));
  if (!dropped_.empty()) report_.remarks.push_back("no answer came to: " + list(dropped_));
}

void Run::conclude() {
  const auto negative = [](const Finding& finding) { return counts(finding, false); };
  if (std::ranges::any_of(report_.findings, negative)) {
    report_.verdict = Verdict::accepts_forgeries;
  } else if (report_.why.empty()) {
    report_.verdict = Verdict::sound;
  }
}

base::Result<Report> Run::go(const std::vector<Planned>& planned, const std::optional<std::string>& anew) {
  JWTKEEP_TRY(const bool judges, first_controls());
  if (!judges) return std::move(report_);
  if (anew) control_owner(*anew);
  try_all(planned);
  if (unsafe_) return std::unexpected(*unsafe_);
  if (!gone_) last_controls();
  look_again_for_fetches();
  add_remarks();
  conclude();
  return std::move(report_);
}

}  // namespace

base::Result<Report> run(const GoodToken& good, const std::vector<Planned>& planned, const Acceptance& acceptance,
                         const Conduct& conduct, const std::optional<std::string>& anew) {
  return Run(good, acceptance, conduct).go(planned, anew);
}

}  // namespace jwtkeep::probe
