#include "cli/command.hpp"

#include <CLI/CLI.hpp>

namespace jwtkeep::cli {

Arguments& Commands::add_under(Arguments& parent, const std::string& name, const std::string& summary,
                               const std::string& example) {
  auto& command = parent.add_subcommand(name, summary);
  command.app().footer("Example:\n" + example);
  command.app().fallthrough();
  return command;
}

Action Commands::chosen() const {
  Action found;
  for (const auto& [app, action] : actions_) {
    if (app->parsed()) found = action;
  }
  return found;
}

}  // namespace jwtkeep::cli
