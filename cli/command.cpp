#include "cli/command.hpp"

#include <CLI/CLI.hpp>

namespace jwtkeep::cli {

Arguments Commands::add(const std::string& name, const std::string& summary, const std::string& example) {
  return add_under(Arguments(root_), name, summary, example);
}

Arguments Commands::add_under(const Arguments& parent, const std::string& name, const std::string& summary,
                              const std::string& example) {
  auto* app = parent.app().add_subcommand(name, summary);
  app->footer("Example:\n" + example);
  app->fallthrough();
  return Arguments(*app);
}

Action Commands::chosen() const {
  Action found;
  for (const auto& [app, action] : actions_) {
    if (app->parsed()) found = action;
  }
  return found;
}

}  // namespace jwtkeep::cli
