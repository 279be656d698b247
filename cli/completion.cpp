#include "cli/completion.hpp"
#include "jwtkeep/report/shell_quoted.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

namespace jwtkeep::cli {
namespace {

bool names_file(const std::string& type) { return type.find("FILE") != std::string::npos || type == "PATH"; }

DescribedOption describe_option(const CLI::Option& option) {
  DescribedOption described;
  for (const auto& name : option.get_snames()) described.names.push_back("-" + name);
  for (const auto& name : option.get_lnames()) described.names.push_back("--" + name);
  described.help = option.get_description();
  described.takes_value = option.get_items_expected_max() > 0;
  described.takes_file = names_file(option.get_type_name());
  described.takes_verifiers = option.get_type_name() == "VERIFIERS";
  return described;
}

void describe(const CLI::App& app, std::vector<std::string> path, std::vector<DescribedCommand>& into) {
  DescribedCommand command;
  command.path = path;
  command.help = app.get_description();
  for (const auto* option : app.get_options()) {
    if (option->get_positional()) {
      const auto type = option->get_type_name();
      command.takes_keyring = command.takes_keyring || type.find("KEYRING") != std::string::npos;
      command.takes_file = command.takes_file || names_file(type);
    } else {
      command.options.push_back(describe_option(*option));
    }
  }
  const auto subcommands = app.get_subcommands([](const CLI::App*) { return true; });
  for (const auto* sub : subcommands) command.subcommands.push_back(sub->get_name());
  into.push_back(std::move(command));
  for (const auto* sub : subcommands) {
    auto below = path;
    below.push_back(sub->get_name());
    describe(*sub, std::move(below), into);
  }
}

std::string joined(const std::vector<std::string>& words, const std::string& between) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

/// A command's own options, then the program's, which fit everywhere; each name once.
std::vector<std::pair<std::string, std::string>> names_with_help(const std::vector<DescribedCommand>& program,
                                                                 const DescribedCommand& command) {
  std::vector<std::pair<std::string, std::string>> found;
  for (const auto* source : {&command, &program.front()}) {
    for (const auto& option : source->options) {
      for (const auto& name : option.names) {
        const auto same = [&](const auto& other) { return other.first == name; };
        if (std::ranges::none_of(found, same)) found.emplace_back(name, option.help);
      }
    }
  }
  return found;
}

/// The names of all options that take such a value, as a pattern of `case`.
std::string options_with(bool DescribedOption::* value, const std::vector<DescribedCommand>& program) {
  std::vector<std::string> names;
  for (const auto& command : program) {
    for (const auto& option : command.options) {
      if (!(option.*value)) continue;
      for (const auto& name : option.names) {
        if (std::ranges::find(names, name) == names.end()) names.push_back(name);
      }
    }
  }
  return joined(names, "|");
}

std::string command_words(const std::vector<DescribedCommand>& program) {
  std::vector<std::string> words;
  for (const auto& command : program) {
    if (!command.path.empty()) words.push_back(report::shell_quoted(joined(command.path, " ")));
  }
  return joined(words, "|");
}

// Scripts with four gaps: @FILE_OPTIONS@, @VERIFIER_OPTIONS@, @COMMANDS@ and @CASES@.

constexpr std::string_view kBash = R"sh(# jwtkeep completion for bash: source <(jwtkeep completion bash)
_jwtkeep() {
  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" command="" word try words files given=""
  case "$previous" in
    @FILE_OPTIONS@) COMPREPLY=($(compgen -f -- "$current")); return ;;
    @VERIFIER_OPTIONS@)
      [[ $current == *,* ]] && given="${current%,*},"
      COMPREPLY=($(compgen -P "$given" -W "$(jwtkeep verifiers --names 2>/dev/null)" -- "${current##*,}"))
      return ;;
  esac
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ $word == -* ]] && continue
    try="${command:+$command }$word"
    case "$try" in @COMMANDS@) command="$try" ;; esac
  done
  case "$command" in
@CASES@  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [[ $files == 1 ]]; then COMPREPLY+=($(compgen -f -- "$current")); fi
}
complete -F _jwtkeep jwtkeep
)sh";

constexpr std::string_view kZsh = R"sh(#compdef jwtkeep
# jwtkeep completion for zsh: jwtkeep completion zsh > "${fpath[1]}/_jwtkeep"
_jwtkeep() {
  local command="" word try keyrings=0 files=0
  local -a items names
  case "${words[CURRENT-1]}" in
    @FILE_OPTIONS@) _files; return ;;
    @VERIFIER_OPTIONS@)
      names=(${(f)"$(jwtkeep verifiers --names 2>/dev/null)"})
      compset -P '*,'
      compadd -qS , -a names
      return ;;
  esac
  for word in "${(@)words[2,CURRENT-1]}"; do
    [[ $word == -* ]] && continue
    try="${command:+$command }$word"
    case "$try" in @COMMANDS@) command="$try" ;; esac
  done
  case "$command" in
@CASES@  esac
  _describe 'jwtkeep' items
  if (( keyrings )); then
    names=(${(f)"$(jwtkeep list --names 2>/dev/null)"})
    compadd -a names
  fi
  if (( files )); then _files; fi
}
if [[ "$funcstack[1]" == "_jwtkeep" ]]; then _jwtkeep "$@"; else compdef _jwtkeep jwtkeep; fi
)sh";

std::string filled(std::string_view script, const std::vector<DescribedCommand>& program, const std::string& cases) {
  std::string text(script);
  const auto fill = [&](std::string_view gap, const std::string& with) {
    for (auto at = text.find(gap); at != std::string::npos; at = text.find(gap, at + with.size())) {
      text.replace(at, gap.size(), with);
    }
  };
  fill("@FILE_OPTIONS@", options_with(&DescribedOption::takes_file, program));
  fill("@VERIFIER_OPTIONS@", options_with(&DescribedOption::takes_verifiers, program));
  fill("@COMMANDS@", command_words(program));
  fill("@CASES@", cases);
  return text;
}

}  // namespace

std::vector<DescribedCommand> describe_program(const CLI::App& root) {
  std::vector<DescribedCommand> program;
  describe(root, {}, program);
  return program;
}

std::string bash_completion(const std::vector<DescribedCommand>& program) {
  std::string cases;
  for (const auto& command : program) {
    std::vector<std::string> names;
    for (const auto& [name, help] : names_with_help(program, command)) names.push_back(name);
    auto words = joined(names, " ") + " " + joined(command.subcommands, " ");
    if (command.takes_keyring) words += " $(jwtkeep list --names 2>/dev/null)";
    cases += fmt::format("    {}) words=\"{}\"; files={} ;;\n", report::shell_quoted(joined(command.path, " ")), words,
                         command.takes_file ? 1 : 0);
  }
  return filled(kBash, program, cases);
}

std::string zsh_completion(const std::vector<DescribedCommand>& program) {
  std::string cases;
  for (const auto& command : program) {
    std::string items;
    for (const auto& [name, help] : names_with_help(program, command)) {
      items += " ";
      items += report::shell_quoted(std::string(name).append(":").append(help));
    }
    for (const auto& sub : command.subcommands) items += " " + report::shell_quoted(sub);
    cases +=
        fmt::format("    {}) items=({}); keyrings={}; files={} ;;\n", report::shell_quoted(joined(command.path, " ")),
                    items, command.takes_keyring ? 1 : 0, command.takes_file ? 1 : 0);
  }
  return filled(kZsh, program, cases);
}

std::string fish_completion(const std::vector<DescribedCommand>& program) {
  std::string text =
      "# jwtkeep completion for fish: jwtkeep completion fish > ~/.config/fish/completions/jwtkeep.fish\n"
      "complete -c jwtkeep -f\n";
  for (const auto& command : program) {
    std::string condition;
    for (const auto& word : command.path) {
      condition += (condition.empty() ? "" : "; and ") + ("__fish_seen_subcommand_from " + word);
    }
    if (command.path.empty()) condition = "__fish_use_subcommand";
    for (const auto& sub : command.subcommands) {
      auto path = command.path;
      path.push_back(sub);
      const auto found = std::ranges::find(program, path, &DescribedCommand::path);
      text += fmt::format("complete -c jwtkeep -n {} -a {} -d {}\n", report::shell_quoted(condition),
                          report::shell_quoted(sub), report::shell_quoted(found->help));
    }
    // The program's own options fit everywhere.
    const std::string when = command.path.empty() ? "" : " -n " + report::shell_quoted(condition);
    for (const auto& option : command.options) {
      std::string names;
      for (const auto& name : option.names) {
        names += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
      }
      text += fmt::format("complete -c jwtkeep{}{}{} -d {}\n", when, names,
                          option.takes_verifiers ? R"( -x -a '(__fish_complete_list , "jwtkeep verifiers --names")')"
                          : option.takes_file    ? " -r -F"
                          : option.takes_value   ? " -x"
                                                 : "",
                          report::shell_quoted(option.help));
    }
    if (command.takes_keyring) {
      text += fmt::format("complete -c jwtkeep -n {} -a '(jwtkeep list --names 2>/dev/null)'\n",
                          report::shell_quoted(condition));
    }
    if (command.takes_file) text += fmt::format("complete -c jwtkeep -n {} -F\n", report::shell_quoted(condition));
  }
  return text;
}

}  // namespace jwtkeep::cli
