#include <fmt/format.h>
#include <unistd.h>

#include "cli/command.hpp"
#include "cli/hand_out.hpp"
#include "cli/keyring_called.hpp"
#include "cli/watch.hpp"
#include "jwtkeep/destination/signal_name.hpp"
#include "jwtkeep/destination/supervise.hpp"
#include "jwtkeep/rotate/hold.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;

constexpr auto kPollEvery = std::chrono::milliseconds{250};
constexpr int kNotFound = 127;  // as a shell has it
constexpr int kNotExecutable = 126;

struct RunOptions {
  std::vector<std::string> keyrings;
  bool watch = false;
  bool signer = false;
  std::string signal;
};

/// Runs and, where a program could not be started, gives the exit code that shells give.
base::Result<int> supervise(Session& session, const destination::Command& command,
                            std::vector<destination::Variable> variables, const destination::WatchOptions& watch) {
  auto code = destination::supervise(command, std::move(variables), watch);
  if (code) return code;
  const auto reason = code.error().reason;
  if (reason != Reason::not_found && reason != Reason::permission) return code;
  session.out().error(code.error());
  return reason == Reason::not_found ? kNotFound : kNotExecutable;
}

base::Result<int> run_watched(Session& session, store::Store& store, std::vector<keyring::Name> names,
                              destination::Role role, const destination::Command& command, const RunOptions& options) {
  Watch watch(store, std::move(names), role, command.argv.front());
  JWTKEEP_TRY(auto variables, watch.begin());
  destination::WatchOptions with;
  with.watch = true;
  with.interval = kPollEvery;
  if (!options.signal.empty()) {
    JWTKEEP_TRY(with.signal, destination::parse_signal(options.signal));
  }
  with.poll = [&] { return watch.poll(); };
  with.on_problem = [&](const base::Error& error) {
    session.out().warn("the store cannot be read, the command goes on with the keys it has: " + error.what);
  };
  with.on_applied = [&](const destination::Applied& applied) {
    if (const auto confirmed = watch.confirm(applied.pid); !confirmed) with.on_problem(confirmed.error());
    switch (applied.cause) {
      case destination::Cause::started: return;
      case destination::Cause::restarted:
        session.out().note("jwtkeep: restarted the command with the new keys");
        return;
      case destination::Cause::signalled: session.out().note("jwtkeep: told the command of the new keys"); return;
    }
  };
  auto code = supervise(session, command, std::move(variables), with);
  if (const auto left = watch.leave(); !left) session.out().warn(left.error().what);
  return code;
}

base::Result<int> run_command(const RunOptions& options, const std::vector<std::string>& argv, Session& session) {
  if (!options.signal.empty() && !options.watch) {
    return fail(Reason::bad_value, "--signal says how --watch tells the command of new keys", "add --watch");
  }
  if (argv.empty()) {
    return fail(Reason::bad_value, "which command?", "write: jwtkeep run KEYRING... -- COMMAND [ARGUMENT...]");
  }
  JWTKEEP_TRY(auto names, parse_names(options.keyrings));
  JWTKEEP_TRY(auto store, session.open_store());
  const auto role = options.signer ? destination::Role::signer : destination::Role::verifier;
  const destination::Command command{.argv = argv, .environment = environ};
  for (const auto& name : names) JWTKEEP_CHECK(keyring_called(store, name));
  JWTKEEP_CHECK(record_hand_out(store, names, "run", argv.front()));
  if (options.watch) return run_watched(session, store, std::move(names), role, command, options);
  std::vector<destination::Held> held;
  for (const auto& name : names) {
    JWTKEEP_TRY(auto one, rotate::hold(store, name, role));
    held.push_back(std::move(one));
  }
  JWTKEEP_TRY(auto variables, destination::variables_of_all(held, role));
  held.clear();
  return supervise(session, command, std::move(variables), {});
}

}  // namespace

void add_run(Commands& commands) {
  auto options = std::make_shared<RunOptions>();
  auto& app = commands.add("run", "Run a command with a keyring's keys in its environment",
                           "  jwtkeep run orders/prod -- node server.js\n"
                           "  jwtkeep run --watch --signal HUP orders/prod -- ./orders");
  app.add_option("keyrings", options->keyrings,
                 "the keyrings; behind -- follows the command: KEYRING... -- COMMAND [ARGUMENT...]")
      ->required()
      ->type_name("KEYRING");
  app.add_flag("--watch", options->watch, "restart the command when its keys change; rotations wait for it");
  app.add_option("--signal", options->signal,
                 "with --watch: send this signal instead; the keys stand in the file that JWT_ENV_FILE names")
      ->type_name("SIGNAL");
  app.add_flag("--signer", options->signer, "give the private key of an asymmetric keyring, too");
  commands.on(app,
              [options, &commands](Session& session) { return run_command(*options, commands.trailing, session); });
}

}  // namespace jwtkeep::cli
