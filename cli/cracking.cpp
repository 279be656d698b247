#include "cli/cracking.hpp"

#include <fmt/format.h>

#include <cmath>

#include "cli/interrupt.hpp"
#include "cli/potfile.hpp"
#include "jwtkeep/crack/candidates/word_space.hpp"
#include "jwtkeep/report/shell_quoted.hpp"

namespace jwtkeep::cli {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kSaveEvery = std::chrono::seconds{5};
constexpr double kLongest = 100.0 * 365 * 86400;  ///< seconds; what takes longer has no time left to tell
constexpr auto kPotfileName = "the potfile";

double seconds_since(Clock::time_point then) { return std::chrono::duration<double>(Clock::now() - then).count(); }

}  // namespace

Cracking::Cracking(Session& session, const CrackingOptions& options, const std::vector<CrackToken>& tokens,
                   crack::SavedRun saved, RunFile& file, std::atomic<bool>& stop)
    : session_(session),
      options_(options),
      tokens_(tokens),
      saved_(std::move(saved)),
      from_(saved_.standing),
      seconds_before_(saved_.seconds),
      file_(file),
      stop_(stop),
      progress_(""),
      began_(Clock::now()),
      saved_at_(began_) {
  report_.results.resize(tokens.size());
  for (std::size_t i = 0; i < tokens.size(); ++i) report_.results[i].earlier = saved_.fallen[i];
  report_.threads = options.threads;
}

std::vector<std::size_t> Cracking::fallen() const {
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < saved_.fallen.size(); ++i) {
    if (saved_.fallen[i]) all.push_back(i);
  }
  return all;
}

double Cracking::seconds() const { return seconds_since(began_); }

base::Result<void> Cracking::try_potfile(const crack::Cracker& cracker) {
  std::vector<std::string> texts;
  texts.reserve(tokens_.size());
  for (const auto& token : tokens_) texts.push_back(token.text);
  JWTKEEP_TRY(auto words, read_potfile(options_.potfile, texts));
  std::vector<crack::Stage> stages;
  stages.push_back(
      {kPotfileName, crack::word_space(crack::words_of_owned_text(std::move(words)), nullptr, {crack::Encoding::raw})});
  // With a flag of its own: that all of them are known already is no interruption.
  std::atomic<bool> over = false;
  const crack::RunOptions run{
      .threads = 1, .from = {}, .known = {}, .stop = &over, .tick = {}, .found = [&](crack::Found one) {
        found(std::move(one), kPotfileName);
      }};
  JWTKEEP_TRY(const auto outcome, crack::run(cracker, stages, run));
  report_.candidates += outcome.standing.candidates;
  return {};
}

base::Result<void> Cracking::run(const std::vector<crack::Stage>& stages) {
  std::vector<crack::Target> targets;
  targets.reserve(tokens_.size());
  for (const auto& token : tokens_) targets.push_back(token.target);
  JWTKEEP_TRY(const auto cracker, crack::Cracker::create(targets));
  report_.kernel = cracker.kernel();
  if (!options_.potfile.empty()) JWTKEEP_CHECK(try_potfile(cracker));
  const crack::RunOptions run{.threads = options_.threads,
                              .from = from_,
                              .known = fallen(),
                              .stop = &stop_,
                              .tick = [&](const crack::Standing& standing) { tick(standing, stages); },
                              .found =
                                  [&](crack::Found one) {
                                    const auto& from = stages[one.stage].name;
                                    found(std::move(one), from);
                                  }};
  JWTKEEP_TRY(const auto outcome, crack::run(cracker, stages, run));
  progress_.end();
  report_.candidates += outcome.standing.candidates;
  report_.exhausted = outcome.exhausted;
  report_.seconds = seconds();
  saved_.standing = outcome.standing;
  saved_.standing.candidates += from_.candidates;
  saved_.seconds = seconds_before_ + report_.seconds;
  if (report_.exhausted) {
    file_.remove();
    report_.session.clear();
    unsaved_.reset();
  } else {
    save();
  }
  failed_ = outcome.failed;
  return {};
}

void Cracking::found(crack::Found found, const std::string& from) {
  progress_.end();
  saved_.fallen[found.target] = true;
  if (!owners_) owners_ = std::make_unique<SecretOwners>(session_);
  auto owners = owners_->of(found.secret);
  if (!options_.potfile.empty() && from != kPotfileName) {
    auto added = add_to_potfile(options_.potfile, tokens_[found.target].text, found.secret);
    if (!added && !unpotted_) {
      session_.out().warn(printable(added.error().what) + "; " + added.error().hint);
      unpotted_ = std::move(added).error();
    }
  }
  auto& result = report_.results[found.target];
  result.cracked = CrackedSecret{std::move(found.secret), from, std::move(owners)};
  if (!session_.json()) {
    print_cracked(session_.out(), tokens_, found.target, *result.cracked, options_.reveal);
  }
}

void Cracking::tick(const crack::Standing& standing, const std::vector<crack::Stage>& stages) {
  saved_.standing = standing;
  saved_.standing.candidates += from_.candidates;
  saved_.seconds = seconds_before_ + seconds();
  if (Clock::now() - saved_at_ >= kSaveEvery) save();
  const auto rate = static_cast<double>(standing.candidates) / std::max(seconds(), 1e-3);
  const auto& stage = stages[standing.stage];
  const auto size = stage.space->size();
  const auto taken = stage.space->taken();
  std::string line =
      fmt::format("{}, {} of {}: {}", rate_text(rate), standing.stage + 1, stages.size(), printable(stage.name));
  if (size > 0) line += fmt::format(" {:.0f} %", 100.0 * static_cast<double>(taken) / static_cast<double>(size));
  // By how fast this step has gone so far.
  const auto done = static_cast<double>(taken - std::min(taken, stage_taken_));
  if (standing.stage != stage_) {
    stage_ = standing.stage;
    stage_taken_ = taken;
    stage_began_ = Clock::now();
  } else if (size > taken && done > 0) {
    const auto left = static_cast<double>(size - taken) * seconds_since(stage_began_) / done;
    if (left < kLongest) line += ", " + base::describe_duration(std::chrono::seconds{std::llround(left)}) + " left";
  }
  progress_.show(line);
}

void Cracking::save() {
  saved_at_ = Clock::now();
  if (file_.path().empty()) return;
  auto saved = file_.save(saved_);
  if (saved) {
    unsaved_.reset();
    report_.session = file_.path();
    return;
  }
  if (!unsaved_) {
    progress_.end();
    session_.out().warn("the session is not saved, and cracking goes on: " + printable(saved.error().what));
  }
  unsaved_ = std::move(saved).error();
}

base::Result<int> Cracking::finish() {
  auto& out = session_.out();
  if (session_.json()) {
    const auto json = crack_json(tokens_, report_, options_.reveal);
    options_.reveal ? out.document_with_secrets(json) : out.document(json);
  } else {
    print_end(out, report_);
  }
  const bool saved = !report_.session.empty() && !unsaved_;
  if (saved) out.note(fmt::format("Go on: jwtkeep crack --resume {} TOKEN...", report::shell_word(report_.session)));
  if (failed_) return std::unexpected(*failed_);
  if (!report_.exhausted && saved) return Interrupt::exit_code();
  if (unpotted_) return std::unexpected(*unpotted_);
  if (report_.cracked()) return static_cast<int>(base::Answer::negative);
  if (unsaved_) return std::unexpected(*unsaved_);
  // Interrupted where nothing could be saved: there is no folder for it.
  return report_.exhausted ? 0 : Interrupt::exit_code();
}

}  // namespace jwtkeep::cli
