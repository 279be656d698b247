#include <fmt/format.h>

#include "cli/commands/sync.hpp"
#include "cli/keyring_called.hpp"
#include "cli/pushing.hpp"
#include "jwtkeep/rotate/add_place.hpp"

namespace jwtkeep::cli {
namespace {

struct SyncRemoveOptions {
  std::string name;
  std::string address;
};

base::Result<int> sync_remove(const SyncRemoveOptions& options, Session& session) {
  JWTKEEP_TRY(const auto name, keyring::Name::parse(options.name));
  JWTKEEP_TRY(const auto address, parse_address(options.address));
  JWTKEEP_TRY(auto store, session.open_store());
  JWTKEEP_CHECK(keyring_called(store, name));
  JWTKEEP_CHECK(rotate::remove_place(pusher_on(store), name, address.text()));
  auto& out = session.out();
  if (session.json()) {
    out.document(base::Json::object({{"keyring", name.text()}, {"removed", address.text()}}));
    return 0;
  }
  out.line(fmt::format("{} is not synced to {} any more", name.text(), address.text()));
  out.note("What stands there was left as it is, secrets too: delete it once nobody reads it.");
  return 0;
}

}  // namespace

void add_sync_remove(Commands& commands, Arguments& sync) {
  auto options = std::make_shared<SyncRemoveOptions>();
  auto& app = Commands::add_under(sync, "remove", "Sync a keyring to this place no longer",
                                  "  jwtkeep sync remove orders/prod dotenv:orders.env");
  app.add_option("keyring", options->name, "service/environment[/use]")->required()->type_name("KEYRING");
  app.add_option("destination", options->address, "as `sync list` shows it")->required()->type_name("URL");
  commands.on(app, [options](Session& session) { return sync_remove(*options, session); });
}

}  // namespace jwtkeep::cli
