#include "cli/program.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <sstream>

#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/help_format.hpp"
#include "cli/next_step.hpp"
#include "cli/wrong_use.hpp"
#include "jwtkeep/crypto/secure_heap.hpp"

namespace jwtkeep::cli {
namespace {

constexpr int kWrongUse = 2;

constexpr auto kFooter =
    "Environment:\n"
    "  JWTKEEP_STORE       the store's file, where --store is not given\n"
    "  JWTKEEP_KEYFILE     the key file, where --key-file is not given\n"
    "  JWTKEEP_PASSPHRASE  the passphrase of a store that opens with one\n"
    "  JWTKEEP_MASTER_KEY  the KMS or HSM key, where --master-key is not given\n"
    "  JWTKEEP_PIN         the PIN of a PKCS #11 token\n"
    "\n"
    "Exit:\n"
    "  0  done; the token is valid; the secret is strong\n"
    "  1  a negative: token refused, secret weak, cracked or found, chain broken\n"
    "  2  wrong use: unknown option, bad value, malformed policy\n"
    "  3  the world failed: store, network, destination, permission";

/// A file that is opened where a standard stream was closed would get that stream's number, and then its text. What
/// stands there in its place takes none: a write to it fails, and is told.
void occupy_standard_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) >= 0) continue;
    if (open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY) != stream) return;
  }
}

/// No core dump and no debugger of another user: what is not written down cannot leak.
void protect_process() {
  occupy_standard_streams();
  crypto::prepare_openssl();
  prctl(PR_SET_DUMPABLE, 0);
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  // A closed pipe is an error of the write, which Output looks at.
  (void)std::signal(SIGPIPE, SIG_IGN);
}

void add_all(Commands& commands) {
  add_generate(commands);
  add_judge(commands);
  add_init(commands);
  add_new(commands);
  add_list(commands);
  add_show(commands);
  add_verifiers(commands);
  add_history(commands);
  add_sign(commands);
  add_verify(commands);
  add_encrypt(commands);
  add_decrypt(commands);
  add_inspect(commands);
  add_rotate(commands);
  add_sync(commands);
  add_doctor(commands);
  add_probe(commands);
  add_crack(commands);
  add_scan(commands);
  add_run(commands);
  add_env(commands);
  add_import(commands);
  add_export(commands);
  add_log(commands);
  add_backup(commands);
  add_restore(commands);
  add_store(commands);
  add_access(commands);
  add_serve(commands);
  add_completion(commands);
  add_explain(commands);
}

void add_globals(Arguments& app, Globals& globals) {
  app.add_option("--store", globals.store, "the store: a file, or postgres://USER@HOST/DATABASE (JWTKEEP_STORE)")
      ->type_name("PATH");
  app.add_option("--key-file", globals.key_file, "the key file that opens it (JWTKEEP_KEYFILE)")->type_name("PATH");
  app.add_option("--master-key", globals.master_key,
                 "the key in a KMS or HSM that opens it: vault-transit://MOUNT/KEY, aws-kms://REGION/KEY, pkcs11:... "
                 "(JWTKEEP_MASTER_KEY)")
      ->type_name("ADDRESS");
  app.add_flag("--json", globals.json, "print one JSON document");
  app.add_flag("-q,--quiet", globals.quiet, "print results and errors only");
  app.app().set_version_flag("--version", "jwtkeep " JWTKEEP_VERSION, "print the version and exit");
}

/// Cuts the command that `run` is to start off the command line.
std::vector<std::string> split_trailing(std::vector<std::string>& arguments) {
  const auto run = std::ranges::find(arguments, "run");
  const auto dashes = std::find(run, arguments.end(), "--");
  if (dashes == arguments.end()) return {};
  std::vector<std::string> trailing(dashes + 1, arguments.end());
  arguments.erase(dashes, arguments.end());
  return trailing;
}

/// A key id may begin with a dash, which the parser would take for an option.
void join_key_ids(std::vector<std::string>& arguments) {
  for (std::size_t i = 0; i + 1 < arguments.size(); ++i) {
    if ((arguments[i] != "--kid" && arguments[i] != "--compromised") || !arguments[i + 1].starts_with('-')) continue;
    arguments[i] += "=" + arguments[i + 1];
    arguments.erase(arguments.begin() + static_cast<std::ptrdiff_t>(i) + 1);
  }
}

/// `path` is the command's: `export jwks`.
int report(Output& out, base::Error error, const std::string& path) {
  if (error.hint.empty() && error.reason == base::Reason::bad_value) error.hint = help_hint(path);
  out.error(error);
  // A command whose answer may be that a token is refused says so itself. Elsewhere the same words mean that what was
  // given cannot be read.
  if (error.reason <= base::Reason::lifetime_too_long) return kWrongUse;
  return static_cast<int>(base::answer(error.reason));
}

}  // namespace

namespace {

int run_command(int argc, char** argv) {
  CLI::App app("One tool for the whole life of a JWT secret.", "jwtkeep");
  Globals globals;
  app.require_subcommand(0, 1);
  app.formatter(help_formatter());
  app.footer(kFooter);
  Commands commands(app);
  add_globals(commands.globals(), globals);
  add_all(commands);
  std::vector<std::string> arguments(argv + 1, argv + argc);
  commands.trailing = split_trailing(arguments);
  join_key_ids(arguments);
  std::ranges::reverse(arguments);  // CLI11 takes them from the back
  try {
    app.parse(arguments);
  } catch (const CLI::Success& success) {
    std::ostringstream help;
    (void)app.exit(success, help, help);
    Output out(globals.json, globals.quiet);
    out.write(help.str());
    if (const auto finished = out.finish(); !finished) return report(out, finished.error(), {});
    return 0;
  } catch (const CLI::ParseError& error) {
    Output(globals.json, globals.quiet).error(explain(app, error));
    return kWrongUse;
  }
  Session session(globals);
  const auto action = app.get_subcommands().empty() ? Action(show_next_step) : commands.chosen();
  if (!action) {
    session.out().write(app.help());
    return kWrongUse;
  }
  const auto code = action(session);
  const auto path = command_path(app);
  if (!code) return report(session.out(), code.error(), path);
  if (const auto finished = session.out().finish(); !finished) return report(session.out(), finished.error(), path);
  return *code;
}

}  // namespace

int run(int argc, char** argv) {
  protect_process();
  try {
    return run_command(argc, argv);
  } catch (const std::exception& exception) {
    // Errors are values; what comes here is the standard library's own, above all that memory has run out.
    Output(false, false)
        .error({base::Reason::internal, std::string("jwtkeep cannot go on: ") + exception.what(),
                "nothing was changed unless it was said; run the same command again"});
    return static_cast<int>(base::Answer::world_failed);
  }
}

}  // namespace jwtkeep::cli
