#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "cli/commands/sync.hpp"
#include "cli/every_keyring.hpp"
#include "cli/progress.hpp"
#include "cli/pushing.hpp"
#include "jwtkeep/base/counted.hpp"

namespace jwtkeep::cli {
namespace {

struct SyncPushOptions {
  std::string name;
  PushingOptions pushing;
};

base::Result<int> sync_push(const SyncPushOptions& options, Session& session) {
  JWTKEEP_TRY(auto opener, openers(options.pushing));
  JWTKEEP_TRY(auto store, session.open_store());
  JWTKEEP_TRY(const auto names, synced_keyrings(store, options.name));
  Progress progress("keyrings");
  JWTKEEP_TRY(const auto reports,
              rotate::push_many(pusher_on(store), names,
                                {.threads = options.pushing.parallel,
                                 .opener = std::move(opener),
                                 .progress = [&](std::size_t done) { progress.show(done, names.size()); }}));
  progress.end();
  auto& out = session.out();
  std::map<rotate::PlaceReport::Outcome, std::size_t> count;
  std::size_t places = 0;
  for (const auto& report : reports) {
    places += report.places.size();
    for (const auto& place : report.places) ++count[place.outcome];
  }
  if (session.json()) {
    auto list = base::Json::array();
    for (const auto& report : reports) list.push(push_json(report));
    out.document(list);
  } else {
    using enum rotate::PlaceReport::Outcome;
    out.line(fmt::format("{}, {}: {} written, {} held the current keys already, {} failed",
                         base::counted(reports.size(), "keyring"), base::counted(places, "destination"), count[written],
                         count[held], count[failed]));
  }
  for (const auto& report : reports) warn_of(out, report);
  const bool any_failed = std::ranges::any_of(reports, &rotate::PushReport::failed);
  return any_failed ? static_cast<int>(base::Answer::world_failed) : 0;
}

}  // namespace

void add_sync_push(Commands& commands, Arguments& sync) {
  auto options = std::make_shared<SyncPushOptions>();
  auto& app = Commands::add_under(sync, "push", "Bring every place to the current keys, and confirm it",
                                  "  jwtkeep sync push\n  jwtkeep sync push orders/prod");
  app.add_option("keyring", options->name, "this one alone")->type_name("KEYRING");
  add_pushing_options(app, options->pushing);
  commands.on(app, [options, &app](Session& session) -> base::Result<int> {
    // A variable that was never set does not mean all of them.
    if (app.was_given("keyring")) JWTKEEP_CHECK(keyring::Name::parse(options->name));
    return sync_push(*options, session);
  });
}

}  // namespace jwtkeep::cli
