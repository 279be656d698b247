// The parts of `sync`, one file each.
#pragma once

#include "cli/command.hpp"

namespace jwtkeep::cli {

void add_sync_add(Commands& commands, Arguments& sync);
void add_sync_list(Commands& commands, Arguments& sync);
void add_sync_remove(Commands& commands, Arguments& sync);
void add_sync_push(Commands& commands, Arguments& sync);
void add_sync_status(Commands& commands, Arguments& sync);

}  // namespace jwtkeep::cli
