#include "cli/completion.hpp"

#include "cli/command.hpp"
#include "jwtkeep/base/edit_distance.hpp"

namespace jwtkeep::cli {
namespace {

struct CompletionOptions {
  std::string shell;
};

}  // namespace

void add_completion(Commands& commands) {
  auto options = std::make_shared<CompletionOptions>();
  auto& root = commands.root();
  auto& app = commands.add("completion", "Print the completion script of a shell",
                           "  source <(jwtkeep completion bash)\n"
                           "  jwtkeep completion fish > ~/.config/fish/completions/jwtkeep.fish");
  app.add_option("shell", options->shell, "bash, zsh or fish")->required()->type_name("SHELL");
  commands.on(app, [options, &root](Session& session) -> base::Result<int> {
    const auto described = describe_program(root);
    if (options->shell == "bash") {
      session.out().write(bash_completion(described));
    } else if (options->shell == "zsh") {
      session.out().write(zsh_completion(described));
    } else if (options->shell == "fish") {
      session.out().write(fish_completion(described));
    } else {
      return base::fail(base::Reason::bad_value, "there is no completion for \"" + printable(options->shell) + "\"",
                        base::choose_hint({"bash", "zsh", "fish"}, options->shell));
    }
    return 0;
  });
}

}  // namespace jwtkeep::cli
