#include "cli/wrong_use.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "cli/arguments.hpp"
#include "jwtkeep/base/edit_distance.hpp"

namespace jwtkeep::cli {
namespace {

std::vector<std::string> commands_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* command : app.get_subcommands({})) names.push_back(command->get_name());
  return names;
}

std::vector<std::string> options_of(const CLI::App& root, const CLI::App& at) {
  std::vector<std::string> names;
  for (const auto* app : {&at, &root}) {
    for (const auto* option : app->get_options()) {
      for (const auto& name : option->get_lnames()) names.push_back("--" + name);
    }
  }
  return names;
}

/// A sub-command that was written without its command: `push` is meant as `sync push`.
std::vector<std::string> commands_above(const CLI::App& root, const std::string& typed) {
  std::vector<std::string> found;
  for (const auto* command : root.get_subcommands({})) {
    const auto names = commands_of(*command);
    if (std::ranges::find(names, typed) != names.end()) found.push_back(command->get_name() + " " + typed);
  }
  return found;
}

/// The innermost command that was given, and how it is called: `jwtkeep export jwks`.
struct Place {
  const CLI::App* app;
  std::string path;  ///< without the program's name; empty for the program itself
};

Place place_of(const CLI::App& root) {
  Place place{&root, {}};
  while (!place.app->get_subcommands().empty()) {
    place.app = place.app->get_subcommands().front();
    place.path += (place.path.empty() ? "" : " ") + place.app->get_name();
  }
  return place;
}

std::string help_of(const Place& place) { return help_hint(place.path); }

/// An option's name out of what was typed, or empty when it does not look like one: then it may be a value.
std::string option_name(std::string_view typed) {
  constexpr std::size_t kLongest = 24;
  typed = typed.substr(0, typed.find('='));
  const bool is_long = typed.starts_with("--") && typed.size() > 3 && typed.size() <= kLongest;
  if (!is_long && typed.size() != 2) return {};
  const auto letters = typed.substr(is_long ? 2 : 1);
  const bool plain = std::ranges::all_of(letters, [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
  return plain ? std::string(typed) : std::string{};
}

base::Error explain_extra(const CLI::App& root, const Place& place, const std::string& first) {
  base::Error explained{base::Reason::bad_value, {}, help_of(place)};
  if (first.starts_with('-')) {
    const auto name = option_name(first);
    explained.what = fmt::format("{} has no {}", place.path.empty() ? "jwtkeep" : place.path,
                                 name.empty() ? "such option as is given" : "option " + name);
    explained.hint = base::did_you_mean(base::near_words(options_of(root, *place.app), name), explained.hint);
    return explained;
  }
  const auto commands = commands_of(*place.app);
  if (commands.empty()) {
    explained.what = place.path + " takes no further argument";
    return explained;
  }
  const std::string before = place.path.empty() ? "" : place.path + " ";
  explained.what = fmt::format("there is no command \"{}{}\"", before, first);
  auto near = place.path.empty() ? commands_above(root, first) : std::vector<std::string>{};
  if (near.empty()) near = base::near_words(commands, first);
  if (!near.empty()) {
    for (auto& command : near) command.insert(0, "jwtkeep " + before);
    explained.hint = base::did_you_mean(near);
  } else if (place.path.empty()) {
    explained.hint = "see all of them with: jwtkeep --help";
  }
  return explained;
}

/// What a command cannot do without, as a question.
std::string missing_text(const Place& place) {
  for (const auto* option : place.app->get_options()) {
    if (!option->get_required() || option->count() > 0) continue;
    auto name = option->get_name(true);
    if (name.empty()) return option->get_name() + " is missing";
    if (name.ends_with('s')) name.pop_back();  // one would do
    return fmt::format("which {}?", name);
  }
  return fmt::format("{} what: {}?", place.path, base::or_list(commands_of(*place.app)));
}

/// The option that a message of the parser is about.
std::string option_within(std::string_view message) {
  const auto from = message.find('-');
  if (from == std::string_view::npos) return "an option";
  return std::string(message.substr(from, message.find_first_of(" :=,", from) - from));
}

/// Of the command, or of jwtkeep itself; null where neither has it.
const CLI::Option* option_named(const CLI::App& root, const CLI::App& at, const std::string& name) {
  const auto* own = at.get_option_no_throw(name);
  return own != nullptr ? own : root.get_option_no_throw(name);
}

bool is_flag(const CLI::Option* option) { return option != nullptr && option->get_expected_min() == 0; }

base::Error missing_value(const CLI::Option* option, const std::string& name, const std::string& help) {
  const auto type = option == nullptr ? std::string{} : option->get_type_name();
  return {base::Reason::bad_value, name + ": its value is missing",
          type.empty() ? help : fmt::format("write: {} {}; {}", name, type, help)};
}

}  // namespace

std::string command_path(const CLI::App& root) { return place_of(root).path; }

std::string help_hint(const std::string& path) {
  return fmt::format("see: jwtkeep{}{} --help", path.empty() ? "" : " ", path);
}

base::Error explain(const CLI::App& root, const CLI::ParseError& error) {
  const auto place = place_of(root);
  const std::string_view message = error.what();
  base::Error explained{base::Reason::bad_value, std::string(message), help_of(place)};
  // A word that is no command or no option is told before what the command lacks.
  const auto extra = root.remaining(true);
  const bool mistyped = !extra.empty() && (extra.front().starts_with('-') || !commands_of(*place.app).empty());
  if (mistyped || dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
    return explain_extra(root, place, extra.empty() ? std::string{} : extra.front());
  }
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
    explained.what = missing_text(place);
  } else if (dynamic_cast<const CLI::ConversionError*>(&error) != nullptr) {
    const auto name = option_within(message);
    explained.what =
        name + (is_flag(option_named(root, *place.app, name)) ? " takes no value"
                                                              : ": its value is not a number, or too large");
  } else if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
    const auto name = option_within(message);
    if (message.ends_with("missing")) return missing_value(option_named(root, *place.app, name), name, explained.hint);
    explained.what = name + " is given more than once";
  } else if (message.ends_with(kEmptyValue)) {
    explained.hint = "leave the option out or give it a value; " + explained.hint;
  }
  return explained;
}

}  // namespace jwtkeep::cli
