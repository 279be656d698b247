// The parts of `export` that have a file of their own.
#pragma once

#include "cli/command.hpp"

namespace jwtkeep::cli {

void add_export_inventory(Commands& commands, Arguments& parent);

}  // namespace jwtkeep::cli
