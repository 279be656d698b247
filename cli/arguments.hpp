// What a command takes on its command line. CLI11 stands behind this: its header costs seconds in every file that has
// it.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's own name
class App;
class Option;
}  // namespace CLI

namespace jwtkeep::cli {

/// What is said of an option whose value is empty.
inline constexpr auto kEmptyValue = "its value is empty";

/// An option or a positional argument, as it was declared.
class Argument {
 public:
  explicit Argument(CLI::Option& option) : option_(option) {}

  Argument* required();
  /// What stands for its value in the help, e.g. FILE; completion knows FILE, PATH and KEYRING.
  Argument* type_name(const std::string& name);
  /// The heading under which the help lists it.
  Argument* group(const std::string& heading);
  /// Of a list: one value each time it is given, so that what follows is an argument of its own.
  Argument* one_each();

 private:
  CLI::Option& option_;
};

/// What one command takes. A name with dashes is an option, one without is positional; each `into` has to live until
/// the command line is parsed.
class Arguments {
 public:
  explicit Arguments(CLI::App& app) : app_(app) {}
  Arguments(const Arguments&) = delete;
  Arguments& operator=(const Arguments&) = delete;

  /// An option with an empty value is refused: it is a variable that was never set, and silence would be the weaker
  /// answer (no issuer demanded, no key revoked). A positional argument judges for itself.
  Argument* add_option(const std::string& name, std::string& into, const std::string& help);
  Argument* add_option(const std::string& name, std::vector<std::string>& into, const std::string& help);
  Argument* add_option(const std::string& name, std::size_t& into, const std::string& help);
  Argument* add_option(const std::string& name, int& into, const std::string& help);
  Argument* add_flag(const std::string& name, bool& into, const std::string& help);
  Arguments& add_subcommand(const std::string& name, const std::string& summary);
  void require_subcommand(std::size_t least, std::size_t most);

  /// Whether the option stood on the command line, once that was parsed.
  [[nodiscard]] bool was_given(const std::string& name) const;

  [[nodiscard]] CLI::App& app() const noexcept { return app_; }

 private:
  Argument* keep(CLI::Option* option);
  /// A check gives an empty text for a good value.
  Argument* keep(CLI::Option* option, std::string (*check)(const std::string&));

  CLI::App& app_;
  std::deque<Argument> arguments_;
  std::vector<std::unique_ptr<Arguments>> subcommands_;
};

}  // namespace jwtkeep::cli
