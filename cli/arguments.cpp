#include "cli/arguments.hpp"

#include <CLI/CLI.hpp>

namespace jwtkeep::cli {
namespace {

// What the value was is not repeated: it may be a secret in the wrong place.
std::string not_empty(const std::string& value) { return value.empty() ? kEmptyValue : std::string{}; }
std::string not_negative(const std::string& value) {
  if (value.empty()) return kEmptyValue;
  return value.starts_with('-') ? "it has to be 0 or more" : std::string{};
}

}  // namespace

Argument* Argument::required() {
  option_.required();
  return this;
}

Argument* Argument::type_name(const std::string& name) {
  option_.type_name(name);
  return this;
}

Argument* Argument::group(const std::string& heading) {
  option_.group(heading);
  return this;
}

Argument* Argument::one_each() {
  option_.allow_extra_args(false);
  return this;
}

Argument* Arguments::keep(CLI::Option* option) { return &arguments_.emplace_back(*option); }

Argument* Arguments::keep(CLI::Option* option, std::string (*check)(const std::string&)) {
  // Without a name the check does not show in the help.
  if (!option->get_positional()) option->check(check, "", "");
  return keep(option);
}

Argument* Arguments::add_option(const std::string& name, std::string& into, const std::string& help) {
  return keep(app_.add_option(name, into, help), not_empty);
}

Argument* Arguments::add_option(const std::string& name, std::vector<std::string>& into, const std::string& help) {
  return keep(app_.add_option(name, into, help), not_empty);
}

Argument* Arguments::add_option(const std::string& name, std::size_t& into, const std::string& help) {
  return keep(app_.add_option(name, into, help), not_negative);
}

Argument* Arguments::add_option(const std::string& name, int& into, const std::string& help) {
  return keep(app_.add_option(name, into, help));
}

Argument* Arguments::add_flag(const std::string& name, bool& into, const std::string& help) {
  return keep(app_.add_flag(name, into, help));
}

Arguments& Arguments::add_subcommand(const std::string& name, const std::string& summary) {
  return *subcommands_.emplace_back(std::make_unique<Arguments>(*app_.add_subcommand(name, summary)));
}

bool Arguments::was_given(const std::string& name) const { return app_.count(name) > 0; }

void Arguments::require_subcommand(std::size_t least, std::size_t most) { app_.require_subcommand(least, most); }

}  // namespace jwtkeep::cli
