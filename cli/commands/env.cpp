#include "cli/command.hpp"
#include "cli/hand_out.hpp"
#include "cli/keyring_called.hpp"
#include "jwtkeep/base/edit_distance.hpp"
#include "jwtkeep/destination/env_file.hpp"
#include "jwtkeep/destination/env_overwrite.hpp"
#include "jwtkeep/destination/env_text.hpp"
#include "jwtkeep/rotate/hold.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;

struct EnvOptions {
  std::vector<std::string> names;
  std::string format;
  std::string output;
  std::string k8s_namespace;
  bool signer = false;
};

base::Result<int> print_env(const EnvOptions& options, Session& session) {
  JWTKEEP_TRY(const auto names, parse_names(options.names));
  const std::string word = !options.format.empty() ? options.format : session.json() ? "json" : "dotenv";
  const auto format = destination::env_format_from_word(word);
  if (!format)
    return fail(Reason::bad_value, "no format is called \"" + word + "\"",
                base::choose_hint({"dotenv", "shell", "json", "docker", "k8s"}, word));
  if (!options.output.empty()) JWTKEEP_CHECK(destination::check_env_file_place(options.output));
  JWTKEEP_TRY(auto store, session.open_store());
  const auto role = options.signer ? destination::Role::signer : destination::Role::verifier;
  std::vector<destination::Held> held;
  for (const auto& name : names) {
    auto one = rotate::hold(store, name, role);
    if (!one) return std::unexpected(with_near_keyrings(store, name.text(), std::move(one).error()));
    held.push_back(*std::move(one));
  }
  JWTKEEP_TRY(const auto variables, destination::variables_of_all(held, role));
  const auto k8s_name = destination::k8s_name_for(names.front());
  JWTKEEP_TRY(const auto text, destination::env_text(variables, *format, k8s_name, options.k8s_namespace));
  if (!options.output.empty()) {
    JWTKEEP_CHECK(destination::check_env_overwrite(options.output, variables, *format, k8s_name));
  }
  JWTKEEP_CHECK(record_hand_out(store, names, "env", options.output.empty() ? "stdout" : options.output));
  if (options.output.empty()) {
    session.out().secret(text, false);
    return 0;
  }
  JWTKEEP_CHECK(destination::write_env_file(options.output, text));
  session.out().note("wrote " + options.output + " for " + options.names.front() + " (mode 0600)");
  return 0;
}

}  // namespace

void add_env(Commands& commands) {
  auto options = std::make_shared<EnvOptions>();
  auto& app = commands.add("env", "Print a keyring's keys as environment variables",
                           "  eval \"$(jwtkeep env orders/dev --format shell)\"\n"
                           "  jwtkeep env orders/dev --format dotenv -o .env");
  app.add_option("keyrings", options->names, "service/environment[/use]")->required()->type_name("KEYRING");
  app.add_option("--format", options->format, "dotenv (default), shell, json, docker or k8s")->type_name("FORMAT");
  app.add_option("-o,--output", options->output, "write this file (mode 0600) instead; it must be ignored by git")
      ->type_name("FILE");
  app.add_option("--namespace", options->k8s_namespace, "with k8s: the Secret's namespace")->type_name("NAME");
  app.add_flag("--signer", options->signer, "give the private key of an asymmetric keyring, too");
  commands.on(app, [options](Session& session) { return print_env(*options, session); });
}

}  // namespace jwtkeep::cli
