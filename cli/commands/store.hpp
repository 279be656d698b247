// The parts of `store`, one file each.
#pragma once

#include "cli/command.hpp"

namespace jwtkeep::cli {

void add_store_migrate(Commands& commands, Arguments& store);
void add_store_openers(Commands& commands, Arguments& store);
void add_store_rekey(Commands& commands, Arguments& store);

}  // namespace jwtkeep::cli
