
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <thread>

#include "cli/command.hpp"
#include "cli/key_choice.hpp"
#include "cli/keyring_called.hpp"
#include "cli/progress.hpp"
#include "cli/pushing.hpp"
#include "cli/timeline.hpp"
#include "cli/view.hpp"
#include "jwtkeep/base/counted.hpp"
#include "jwtkeep/rotate/everywhere.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;
using keyring::Step;

struct RotateOptions {
  std::string name;
  bool dry_run = false;
  bool due = false;
  bool wait = false;
  std::string compromised;
  PushingOptions pushing;
};

/// A destination that does not confirm holds the rotation at its last safe state: the world has failed.
bool held(const rotate::Report& report, base::Instant now) {
  return std::ranges::any_of(report.ahead, [&](const Step& step) { return step.held(now); });
}

void tell_emergency(Session& session, const rotate::Report& report, const std::string& compromised) {
  auto& out = session.out();
  const auto& policy = report.keyring.policy;
  out.line(out.styled(Style::red, "compromised ") + short_kid(compromised) + ": refused here from now on");
  out.line(
      fmt::format("every verifier refuses it within P {} of its own reload; whoever caches longer goes on trusting it",
                  base::format_duration(policy.propagation)));
  out.note("Who trusts it until when: jwtkeep show " + report.keyring.name.text());
  const auto promoted = std::ranges::find(report.taken, Step::Kind::activate, &Step::kind);
  if (promoted == report.taken.end()) return;
  const auto* key = report.keyring.find(promoted->kid);
  if (jose::is_symmetric(key->alg) && key->published_at < *key->activated_at) {
    out.note(
        "What jwtkeep handed out (JWT_JWKS, a destination) holds the next key, too. If all of that leaked: jwtkeep "
        "scan "
        "--rotate FILE, or jwtkeep rotate " +
        report.keyring.name.text() + " --compromised " + key->kid);
  }
  const auto known_at = key->published_at + keyring::publish_to_active(policy);
  if (known_at > *key->activated_at) {
    out.warn(
        fmt::format("the new key was published only {} ago: verifiers that have not reloaded refuse its tokens, at the "
                    "latest until {}Z",
                    base::describe_duration(*key->activated_at - key->published_at), base::describe_instant(known_at)));
  }
}

/// Why nothing was done: when the next key may sign, and what that waits for.
std::string too_early(const rotate::Report& report, base::Instant now) {
  for (auto step : report.ahead) {
    if (step.kind != Step::Kind::activate) continue;
    step.wanted_at = step.safe_at;
    return "too early: " + step_sentence(step, report.keyring.policy, now) + "; run it again then, or add --wait";
  }
  return "nothing to do yet";
}

void tell(Session& session, const RotateOptions& options, const rotate::EverywhereReport& everywhere,
          base::Instant now) {
  auto& out = session.out();
  const auto& report = everywhere.rotation;
  if (session.json()) {
    auto json = keyring::shown_json(report.keyring, report.ahead);
    json.set("taken", keyring::shown_taken(report.taken));
    json.set("overtaken", report.overtaken);
    json.set("pushed", *push_json(everywhere.pushed).find("destinations"));
    out.document(json);
    return;
  }
  if (!options.compromised.empty()) tell_emergency(session, report, options.compromised);
  for (const auto& step : report.taken) out.line(taken_sentence(step));
  if (report.overtaken)
    out.line("somebody else has just rotated " + report.keyring.name.text() + ": nothing more to do");
  if (report.taken.empty() && !report.overtaken) out.line(too_early(report, now));
  if (!report.taken.empty()) out.line("next: " + next_sentence(report.ahead, report.keyring.policy, now));
  out.line("");
  out.write(draw_timeline(out, report.keyring, nullptr, now));
}

base::Result<int> dry_run(const keyring::Name& name, const RotateOptions& options, Session& session) {
  JWTKEEP_TRY(auto store, session.open_store());
  JWTKEEP_TRY(auto ring, keyring_called(store, name));
  JWTKEEP_TRY(const auto destinations, store.destinations(name));
  const auto now = Session::now();
  if (!options.compromised.empty()) {
    JWTKEEP_TRY(const auto* key, choose_key(ring, options.compromised));
    JWTKEEP_TRY(ring, keyring::compromise(ring, std::string(key->kid), now));
  }
  const auto confirmations = store::confirmations(destinations, now);
  const auto ahead = keyring::forecast(ring, confirmations, now, options.compromised.empty());
  auto& out = session.out();
  if (session.json()) {
    auto json = keyring::shown_json(ring, keyring::plan(ring, ring.policy, confirmations, now));
    auto list = base::Json::array();
    for (const auto& foreseen : ahead.steps) {
      list.push(base::Json::object({{"step", keyring::word(foreseen.step.kind)},
                                    {"kid", foreseen.step.kid},
                                    {"at", base::format_instant(foreseen.at)}}));
    }
    json.set("foreseen", std::move(list));
    out.document(json);
    return 0;
  }
  out.line(out.styled(Style::bold, name.text()) + ": what a rotation would do; nothing has been changed");
  out.write(draw_timeline(out, ring, &ahead, now));
  std::vector<std::vector<std::string>> rows;
  rows.reserve(ahead.steps.size());
  for (const auto& foreseen : ahead.steps) {
    rows.push_back({"  " + relative(foreseen.at, now), base::describe_instant(foreseen.at) + "Z",
                    std::string(keyring::word(foreseen.step.kind)), short_kid(foreseen.step.kid),
                    keyring::why(foreseen.step, ring.policy)});
  }
  out.write(table(rows));
  for (const auto& step : keyring::plan(ring, ring.policy, confirmations, now)) {
    for (const auto& destination : step.waiting_for) {
      out.warn(printable(destination) + " has not confirmed yet: times are counted as if it did now");
    }
  }
  return 0;
}

base::Result<int> rotate_all(const RotateOptions& options, Session& session) {
  JWTKEEP_TRY(auto opener, openers(options.pushing));
  JWTKEEP_TRY(auto store, session.open_store());
  Progress progress("keyrings");
  JWTKEEP_TRY(const auto everywhere,
              rotate::rotate_due_everywhere(pusher_on(store),
                                            {.threads = options.pushing.parallel,
                                             .opener = std::move(opener),
                                             .progress = [&](std::size_t done) { progress.show(done); }},
                                            [&](const rotate::DueReport& so_far) { progress.show(so_far.keyrings); }));
  progress.end();
  const auto& report = everywhere.due;
  auto& out = session.out();
  auto pushed_list = base::Json::array();
  for (const auto& pushed : everywhere.pushed) {
    warn_of(out, pushed);
    pushed_list.push(push_json(pushed));
  }
  const bool failed = std::ranges::any_of(everywhere.pushed, [](const auto& pushed) { return pushed.failed(); });
  auto unreadable = base::Json::array();
  for (const auto& [name, error] : report.unreadable) {
    out.warn((name ? name->text() + " was left as it is: " : "") + error.what);
    if (!error.hint.empty()) out.note("  " + error.hint);
    unreadable.push(
        base::Json::object({{"keyring", name ? base::Json(name->text()) : base::Json()}, {"message", error.what}}));
  }
  if (session.json()) {
    auto held_list = base::Json::array();
    for (const auto& [name, destinations] : report.held) {
      auto waiting = base::Json::array();
      for (const auto& destination : destinations) waiting.push(destination);
      held_list.push(base::Json::object({{"keyring", name.text()}, {"waiting_for", std::move(waiting)}}));
    }
    out.document(base::Json::object({{"keyrings", static_cast<std::int64_t>(report.keyrings)},
                                     {"changed", static_cast<std::int64_t>(report.changed)},
                                     {"steps", static_cast<std::int64_t>(report.steps)},
                                     {"held", std::move(held_list)},
                                     {"unreadable", std::move(unreadable)},
                                     {"pushed", std::move(pushed_list)}}));
  } else {
    out.line(fmt::format("{} {} due, {} changed, {} taken", base::counted(report.keyrings, "keyring"),
                         report.keyrings == 1 ? "was" : "were", report.changed, base::counted(report.steps, "step")));
    for (const auto& [name, destinations] : report.held) {
      for (const auto& destination : destinations) {
        out.warn(fmt::format("{} is held: {} has not confirmed", name.text(), printable(destination)));
      }
    }
  }
  return report.held.empty() && report.unreadable.empty() && !failed ? 0 : static_cast<int>(base::Answer::world_failed);
}

/// Until when `--wait` has to sleep for the next key to sign; nothing when that is done.
std::optional<base::Instant> wait_until(const rotate::Report& report, const std::string& seen_active,
                                        base::Instant now) {
  const auto* active = report.keyring.active();
  if (active == nullptr || active->kid != seen_active) return std::nullopt;
  for (const auto& step : report.ahead) {
    if (step.kind != Step::Kind::activate) continue;
    // A destination may confirm at any moment.
    return step.waiting_for.empty() ? step.safe_at : std::min(step.safe_at, now + std::chrono::seconds{1});
  }
  return now + std::chrono::seconds{1};
}

base::Result<int> rotate_one(const keyring::Name& name, const RotateOptions& options, Session& session) {
  JWTKEEP_TRY(auto store, session.open_store());
  JWTKEEP_TRY(const auto before, keyring_called(store, name));
  const std::string seen_active = before.active() != nullptr ? before.active()->kid : "";
  rotate::Request request{.name = name,
                          .actor = Session::actor(),
                          .by_hand = options.compromised.empty(),
                          .seen_active = seen_active,
                          .compromised = {}};
  if (!options.compromised.empty()) {
    JWTKEEP_TRY(const auto* key, choose_key(before, options.compromised));
    request.compromised = key->kid;
  }
  const auto pusher = pusher_on(store);
  JWTKEEP_TRY(const auto make_opener, openers(options.pushing));
  const auto opener = make_opener();
  JWTKEEP_TRY(auto everywhere, rotate::rotate_everywhere(pusher, request, *opener));
  std::vector<Step> taken = everywhere.rotation.taken;
  if (options.wait) {
    Progress progress("until " + name.text() + " has rotated");
    for (auto until = wait_until(everywhere.rotation, seen_active, Session::now()); until;
         until = wait_until(everywhere.rotation, seen_active, Session::now())) {
      while (Session::now() < *until) {
        progress.remaining(*until - Session::now());
        std::this_thread::sleep_for(
            std::min<base::Instant::duration>(*until - Session::now(), std::chrono::milliseconds{200}));
      }
      JWTKEEP_TRY(everywhere, rotate::rotate_everywhere(pusher, request, *opener));
      taken.insert(taken.end(), everywhere.rotation.taken.begin(), everywhere.rotation.taken.end());
    }
    progress.end();
    everywhere.rotation.taken = std::move(taken);
    if (!everywhere.rotation.taken.empty()) everywhere.rotation.overtaken = false;
  }
  const auto now = Session::now();
  tell(session, options, everywhere, now);
  warn_of(session.out(), everywhere.pushed);
  return held(everywhere.rotation, now) || everywhere.pushed.failed() ? static_cast<int>(base::Answer::world_failed)
                                                                      : 0;
}

base::Result<int> run_rotate(const RotateOptions& options, Session& session) {
  if (options.due) {
    if (!options.name.empty() || options.dry_run || !options.compromised.empty() || options.wait) {
      return fail(Reason::bad_value, "--due is for all keyrings and goes with no other option of rotate",
                  "write: jwtkeep rotate --due");
    }
    return rotate_all(options, session);
  }
  if (options.name.empty()) {
    return fail(Reason::bad_value, "which keyring?",
                "write: jwtkeep rotate KEYRING, or jwtkeep rotate --due for all that are due");
  }
  JWTKEEP_TRY(const auto name, keyring::Name::parse(options.name));
  return options.dry_run ? dry_run(name, options, session) : rotate_one(name, options, session);
}

}  // namespace

void add_rotate(Commands& commands) {
  auto options = std::make_shared<RotateOptions>();
  auto& app = commands.add("rotate", "Take a keyring's next steps, as soon as no valid token can be refused by it",
                           "  jwtkeep rotate orders/prod --dry-run\n"
                           "  jwtkeep rotate orders/prod --wait\n"
                           "  jwtkeep rotate --due\n"
                           "  jwtkeep rotate orders/prod --compromised KID");
  app.add_option("keyring", options->name, "service/environment[/use]")->type_name("KEYRING");
  app.add_flag("--dry-run", options->dry_run, "draw what would happen and when; change nothing");
  app.add_flag("--due", options->due, "take every step that is due in every keyring: for cron");
  app.add_flag("--wait", options->wait, "wait until the next key signs");
  app.add_option("--compromised", options->compromised,
                 "somebody may have this key: refuse it at once, promote the next")
      ->type_name("KID");
  add_pushing_options(app, options->pushing);
  commands.on(app, [options](Session& session) { return run_rotate(*options, session); });
}

}  // namespace jwtkeep::cli
