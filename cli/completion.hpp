// Shell completion, made from the same description of the program as its help.
#pragma once

#include <string>
#include <vector>

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's own name
class App;
}

namespace jwtkeep::cli {

/// One option of a command.
struct DescribedOption {
  std::vector<std::string> names;  ///< with their dashes
  std::string help;
  bool takes_value = false;
  bool takes_file = false;
  bool takes_verifiers = false;  ///< names with commas between them
};

/// One command, by its full path (`log verify`); the program itself has an empty path.
struct DescribedCommand {
  std::vector<std::string> path;
  std::string help;
  bool takes_keyring = false;
  bool takes_file = false;
  std::vector<DescribedOption> options;
  std::vector<std::string> subcommands;
};

std::vector<DescribedCommand> describe_program(const CLI::App& root);

std::string bash_completion(const std::vector<DescribedCommand>& program);
std::string zsh_completion(const std::vector<DescribedCommand>& program);
std::string fish_completion(const std::vector<DescribedCommand>& program);

}  // namespace jwtkeep::cli
