#include <fmt/format.h>

#include <algorithm>

#include "cli/commands/sync.hpp"
#include "cli/every_keyring.hpp"
#include "cli/progress.hpp"
#include "cli/pushing.hpp"
#include "cli/view.hpp"
#include "jwtkeep/rotate/look.hpp"

namespace jwtkeep::cli {
namespace {

using State = rotate::PlaceStatus::State;

struct SyncStatusOptions {
  std::string name;
  PushingOptions pushing;
};

std::string sentence(const Output& out, const rotate::PlaceStatus& status, base::Instant now) {
  switch (status.state) {
    case State::in_sync: return out.styled(Style::green, "holds the current keys");
    case State::behind: return out.styled(Style::yellow, "holds older keys");
    case State::empty: return out.styled(Style::yellow, "holds nothing yet");
    case State::changed: return out.styled(Style::red, "was changed by another hand");
    case State::unreachable: break;
  }
  auto text = out.styled(Style::red, "cannot be read");
  if (status.problem) text += ", failing since " + relative(status.problem->since, now);
  return text + (status.error ? ": " + printable(status.error->what) : std::string());
}

base::Json status_json(const keyring::Keyring& ring, const rotate::PlaceStatus& status) {
  auto json = base::Json::object({{"keyring", ring.name.text()},
                                  {"destination", status.destination},
                                  {"state", rotate::word(status.state)},
                                  {"revision", ring.revision},
                                  {"confirmed_revision", status.confirmed_revision}});
  if (status.error) {
    json.set("reason", base::word(status.error->reason));
    json.set("message", printable(status.error->what));
  }
  if (status.problem) json.set("failing_since", base::format_instant(status.problem->since));
  return json;
}

/// What the next step waits for, if it waits for places alone.
base::Result<std::string> held_sentence(store::Store& store, const keyring::Keyring& ring, base::Instant now) {
  JWTKEEP_TRY(const auto destinations, store.destinations(ring.name));
  const auto steps = keyring::plan(ring, ring.policy, store::confirmations(destinations, now), now);
  const auto held = std::ranges::find_if(steps, [](const keyring::Step& step) { return !step.waiting_for.empty(); });
  if (held == steps.end()) return std::string();
  return step_sentence(*held, ring.policy, now);
}

base::Result<int> sync_status(const SyncStatusOptions& options, Session& session) {
  JWTKEEP_TRY(auto store, session.open_store());
  JWTKEEP_TRY(const auto names, synced_keyrings(store, options.name));
  JWTKEEP_TRY(const auto make_opener, openers(options.pushing));
  const auto opener = make_opener();
  auto& out = session.out();
  auto json = base::Json::array();
  int code = 0;
  Progress progress("keyrings");
  for (std::size_t i = 0; i < names.size(); ++i) {
    JWTKEEP_TRY(const auto ring, store.keyring(names[i]));
    JWTKEEP_TRY(const auto found, rotate::look(store, *opener, names[i]));
    const auto now = Session::now();
    JWTKEEP_TRY(const auto held, held_sentence(store, ring, now));
    progress.show(i + 1, names.size());
    if (!session.json())
      out.line(out.styled(Style::bold, ring.name.text()) + fmt::format("  revision {}", ring.revision));
    for (const auto& status : found) {
      if (status.state == State::unreachable) {
        code = static_cast<int>(base::Answer::world_failed);
      } else if (status.state != State::in_sync && code == 0) {
        code = static_cast<int>(base::Answer::negative);
      }
      if (session.json()) {
        json.push(status_json(ring, status));
      } else {
        out.line("  " + printable(status.destination) + ": " + sentence(out, status, now));
      }
    }
    if (!session.json() && found.empty()) out.line("  no destination");
    if (!session.json() && !held.empty()) out.line("  held: " + held);
  }
  progress.end();
  if (session.json()) out.document(json);
  if (!session.json() && code != 0) out.note("Bring them up to date: jwtkeep sync push");
  return code;
}

}  // namespace

void add_sync_status(Commands& commands, Arguments& sync) {
  auto options = std::make_shared<SyncStatusOptions>();
  auto& app = Commands::add_under(sync, "status", "Read every place and compare it with the store",
                                  "  jwtkeep sync status\n  jwtkeep sync status orders/prod");
  app.add_option("keyring", options->name, "this one alone")->type_name("KEYRING");
  app.add_option("--max-rps", options->pushing.max_rps, "ask each destination's server at most so often a second")
      ->type_name("N");
  commands.on(app, [options](Session& session) { return sync_status(*options, session); });
}

}  // namespace jwtkeep::cli
