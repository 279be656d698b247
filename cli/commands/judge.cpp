#include <algorithm>
#include <filesystem>
#include <iterator>

#include "cli/alg_names.hpp"
#include "cli/command.hpp"
#include "cli/git_users.hpp"
#include "cli/guessers.hpp"
#include "cli/input.hpp"
#include "cli/verdict.hpp"
#include "jwtkeep/keyring/judging.hpp"
#include "jwtkeep/strength/judgement_json.hpp"

namespace jwtkeep::cli {
namespace {

struct JudgeOptions {
  std::string env;
  std::string file;
  std::string source;
  std::string alg = "HS256";
  std::string keyring;
  std::vector<std::string> context;
};

base::Result<base::SecretBytes> read_secret(const JudgeOptions& options) {
  if (!options.source.empty() && options.source != "-") {
    std::error_code no_matter;
    if (std::filesystem::exists(options.source, no_matter)) {
      return base::fail(base::Reason::bad_value, options.source + " is a file, and - or nothing is wanted here",
                        "give it by --file, or on standard input: - <FILE");
    }
    return base::fail(
        base::Reason::bad_value,
        "a secret on the command line is seen by everybody on this machine, and stays in the shell's history",
        "give it on standard input (jwtkeep judge -), by --file F or by --env NAME; count this one as leaked");
  }
  if (!options.env.empty()) return read_secret_environment(options.env);
  if (!options.file.empty()) return read_secret_file(options.file);
  if (can_ask()) return ask_secret("Secret to judge: ");
  return read_secret_file("-");
}

/// With the words of the keyring that it is for, of whoever uses git here, and those that were given.
base::Result<strength::JudgeOptions> judge_options(const JudgeOptions& options, jose::Alg alg) {
  auto with = keyring::judging(alg);
  if (!options.keyring.empty()) {
    JWTKEEP_TRY(const auto name, keyring::Name::parse(options.keyring));
    with = keyring::judging(alg, name);
  }
  std::ranges::copy(options.context, std::back_inserter(with.context));
  std::ranges::move(git_users(), std::back_inserter(with.context));
  return with;
}

base::Result<int> judge(const JudgeOptions& options, Session& session) {
  JWTKEEP_TRY(const auto alg, parse_alg(options.alg));
  if (!jose::is_symmetric(alg)) {
    return base::fail(base::Reason::bad_value,
                      "only symmetric secrets are judged: key pairs are random by construction",
                      "choose HS256, HS384 or HS512");
  }
  JWTKEEP_TRY(const auto secret, read_secret(options));
  JWTKEEP_TRY(auto with, judge_options(options, alg));
  const auto judgement = strength::judge(secret, with);
  if (session.json()) {
    session.out().document(strength::to_json(judgement, guessers()));
  } else {
    session.out().write(verdict_text(session.out(), judgement, guessers()));
  }
  return judgement.strength == strength::Strength::strong ? 0 : 1;
}

}  // namespace

void add_judge(Commands& commands) {
  auto options = std::make_shared<JudgeOptions>();
  auto& app = commands.add("judge", "Tell how guessable a secret is, and why",
                           "  jwtkeep generate | jwtkeep judge -\n"
                           "  jwtkeep judge --env JWT_SECRET --context acme orders");
  app.add_option("--env", options->env, "the environment variable that holds the secret")->type_name("NAME");
  app.add_option("--file", options->file, "the file that holds it")->type_name("FILE");
  app.add_option("source", options->source, "- for standard input (the default)")->type_name("[-]");
  app.add_option("--alg", options->alg, "the algorithm it is for (default HS256)")->type_name("ALG");
  app.add_option("--for", options->keyring, "the keyring it is for, whose name an attacker would try")
      ->type_name("KEYRING");
  app.add_option("--context", options->context,
                 "words an attacker would try: names, company, domain, e-mail, service; git's user is taken by itself")
      ->type_name("WORD...");
  commands.on(app, [options](Session& session) { return judge(*options, session); });
}

}  // namespace jwtkeep::cli
