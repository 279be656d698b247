#include "cli/commands/sync.hpp"

namespace jwtkeep::cli {

void add_sync(Commands& commands) {
  auto& app = commands.add("sync", "Keep a keyring in other places: Vault, AWS, Azure, Kubernetes, files",
                           "  jwtkeep sync add orders/prod dotenv:orders.env\n"
                           "  jwtkeep sync status orders/prod");
  app.require_subcommand(1, 1);
  add_sync_add(commands, app);
  add_sync_list(commands, app);
  add_sync_remove(commands, app);
  add_sync_push(commands, app);
  add_sync_status(commands, app);
}

}  // namespace jwtkeep::cli
