// How a command joins the program: its name, its options, and what it does.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/session.hpp"
#include "jwtkeep/base/result.hpp"

namespace jwtkeep::cli {

/// What a command does. Gives the exit code, or the error that becomes one.
using Action = std::function<base::Result<int>(Session&)>;

/// The commands of the program, in the order of `jwtkeep --help`.
class Commands {
 public:
  explicit Commands(CLI::App& root) : root_(root) {}

  /// A new command. `example` is shown under its `--help` and has to work as it stands.
  Arguments& add(const std::string& name, const std::string& summary, const std::string& example) {
    return add_under(root_, name, summary, example);
  }
  static Arguments& add_under(Arguments& parent, const std::string& name, const std::string& summary,
                              const std::string& example);
  /// What stood behind `--` after `run`: somebody else's command line, which this program does not read.
  std::vector<std::string> trailing;

  void on(const Arguments& command, Action action) { actions_.emplace_back(&command.app(), std::move(action)); }

  /// The action of the innermost command that was given; empty when there is none.
  [[nodiscard]] Action chosen() const;
  /// What stands before the command.
  [[nodiscard]] Arguments& globals() noexcept { return root_; }
  [[nodiscard]] CLI::App& root() const noexcept { return root_.app(); }

 private:
  Arguments root_;
  std::vector<std::pair<CLI::App*, Action>> actions_;
};

// One file each in commands/.
void add_generate(Commands& commands);
void add_judge(Commands& commands);
void add_init(Commands& commands);
void add_new(Commands& commands);
void add_list(Commands& commands);
void add_show(Commands& commands);
void add_verifiers(Commands& commands);
void add_history(Commands& commands);
void add_sign(Commands& commands);
void add_verify(Commands& commands);
void add_encrypt(Commands& commands);
void add_decrypt(Commands& commands);
void add_inspect(Commands& commands);
void add_rotate(Commands& commands);
void add_sync(Commands& commands);
void add_doctor(Commands& commands);
void add_probe(Commands& commands);
void add_crack(Commands& commands);
void add_scan(Commands& commands);
void add_run(Commands& commands);
void add_env(Commands& commands);
void add_import(Commands& commands);
void add_export(Commands& commands);
void add_log(Commands& commands);
void add_backup(Commands& commands);
void add_restore(Commands& commands);
void add_store(Commands& commands);
void add_access(Commands& commands);
void add_serve(Commands& commands);
void add_completion(Commands& commands);
void add_explain(Commands& commands);

}  // namespace jwtkeep::cli
