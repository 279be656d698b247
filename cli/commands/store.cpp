#include "cli/commands/store.hpp"

namespace jwtkeep::cli {

void add_store(Commands& commands) {
  auto& app = commands.add("store", "The store as a whole: what opens it, and where it is",
                           "  jwtkeep store openers\n"
                           "  jwtkeep store rekey --to passphrase\n"
                           "  jwtkeep store migrate ./secrets.db postgres://keeper@db.example.com/keys");
  app.require_subcommand(1, 1);
  add_store_openers(commands, app);
  add_store_rekey(commands, app);
  add_store_migrate(commands, app);
}

}  // namespace jwtkeep::cli
