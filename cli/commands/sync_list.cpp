#include "cli/commands/sync.hpp"
#include "cli/every_keyring.hpp"
#include "cli/view.hpp"
#include "jwtkeep/rotate/synced.hpp"

namespace jwtkeep::cli {
namespace {

base::Result<int> sync_list(const std::string& text, Session& session) {
  JWTKEEP_TRY(auto store, session.open_store());
  JWTKEEP_TRY(const auto names, synced_keyrings(store, text));
  auto& out = session.out();
  auto json = base::Json::array();
  std::vector<std::vector<std::string>> rows{{"KEYRING", "DESTINATION", "FOR", "HOLDS"}};
  for (const auto& name : names) {
    JWTKEEP_TRY(const auto ring, store.keyring(name));
    JWTKEEP_TRY(const auto destinations, store.destinations(name));
    for (const auto& destination : destinations) {
      if (!rotate::is_synced(destination) || destination.lease_until) continue;
      JWTKEEP_TRY(const auto synced, rotate::read_synced(destination));
      const std::string role = synced.role == destination::Role::signer ? "signer" : "verifier";
      const std::uint64_t revision = destination.confirmed_revision();
      json.push(base::Json::object({{"keyring", name.text()},
                                    {"destination", destination.id},
                                    {"role", role},
                                    {"prefix", synced.prefix},
                                    {"revision", ring.revision},
                                    {"confirmed_revision", revision}}));
      rows.push_back({name.text(), printable(destination.id), role,
                      revision >= ring.revision ? "the current keys"
                      : synced.problem          ? "older keys: " + printable(synced.problem->what)
                      : revision == 0           ? "nothing yet"
                                                : "older keys"});
    }
  }
  if (session.json()) {
    out.document(json);
  } else if (rows.size() == 1) {
    out.note("No destination yet. Add one with: jwtkeep sync add KEYRING dotenv:PATH");
  } else {
    out.write(table(rows));
  }
  return 0;
}

}  // namespace

void add_sync_list(Commands& commands, Arguments& sync) {
  auto name = std::make_shared<std::string>();
  auto& app = Commands::add_under(sync, "list", "List the places that keyrings are synced to, as the store knows them",
                                  "  jwtkeep sync list\n  jwtkeep sync list orders/prod");
  app.add_option("keyring", *name, "this one's alone")->type_name("KEYRING");
  commands.on(app, [name](Session& session) { return sync_list(*name, session); });
}

}  // namespace jwtkeep::cli
