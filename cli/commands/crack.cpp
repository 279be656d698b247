#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "cli/command.hpp"
#include "cli/cracking.hpp"
#include "cli/hashcat_export.hpp"
#include "cli/interrupt.hpp"
#include "jwtkeep/strength/known_list.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;

constexpr std::size_t kMostThreads = 1024;

struct CrackOptions {
  std::vector<std::string> tokens;
  crack::Attack attack;
  bool no_known = false;
  std::size_t threads = 0;
  std::string session;
  std::string resume;
  std::string potfile;
  bool reveal = false;
  std::string export_for;
  std::string output;
};

/// From wherever the run goes on, the same files.
std::string absolute(const std::string& path) {
  return path == "-" ? path : std::filesystem::absolute(path).lexically_normal().string();
}

base::Result<crack::Attack> attack_of(const CrackOptions& options) {
  auto attack = options.attack;
  attack.known = !options.no_known;
  if (attack.known_only && options.no_known) {
    return fail(Reason::bad_value, "--known and --no-known are both given", "leave one of them out");
  }
  if (attack.increment_from != 1 || attack.increment_to != 0) attack.increment = true;
  for (auto& path : attack.wordlists) path = absolute(path);
  for (auto& path : attack.rules) path = absolute(path);
  for (auto& mask : attack.masks) {
    if (mask.ends_with(".hcmask")) mask = absolute(mask);
  }
  return attack;
}

bool reads_stdin(const crack::Attack& attack) {
  return std::ranges::find(attack.wordlists, "-") != attack.wordlists.end();
}

base::Result<int> write_export(const CrackOptions& options, const crack::Attack& attack, Session& session) {
  if (options.export_for != "hashcat") {
    return fail(Reason::bad_value, "there is no export for \"" + options.export_for + "\"", "write --export hashcat");
  }
  JWTKEEP_TRY(const auto tokens, read_crack_tokens(options.tokens, reads_stdin(attack), session.out()));
  const auto path = options.output.empty() ? std::string("jwtkeep-tokens.txt") : options.output;
  JWTKEEP_TRY(const auto made, export_for_hashcat(path, tokens, attack));
  if (session.json()) {
    auto files = base::Json::array();
    for (const auto& file : made.files) files.push(file);
    auto commands = base::Json::array();
    for (const auto& command : made.commands) commands.push(command);
    session.out().document(base::Json::object({{"files", std::move(files)}, {"commands", std::move(commands)}}));
    return 0;
  }
  for (const auto& command : made.commands) session.out().line(command);
  for (const auto& file : made.files) session.out().note("wrote " + file);
  if (!attack.encodings.empty() && attack.encodings != "raw") {
    session.out().note("hashcat tries words as they stand; decoded ones need jwtkeep.");
  }
  session.out().note("What it finds tells itself here: jwtkeep crack --potfile hashcat.potfile TOKEN");
  return 0;
}

/// A new run, or the one that goes on.
base::Result<crack::SavedRun> begin(const CrackOptions& options, const crack::Attack& attack,
                                    const std::optional<crack::SavedRun>& resumed,
                                    const std::vector<CrackToken>& tokens) {
  std::vector<std::string> digests;
  digests.reserve(tokens.size());
  for (const auto& token : tokens) digests.push_back(token.digest);
  std::vector<crack::Input> inputs;
  for (const auto& path : crack::input_files(attack)) {
    JWTKEEP_TRY(auto input, crack::look_at(path));
    inputs.push_back(std::move(input));
  }
  const auto known = crack::target_digest(strength::known_list());
  if (resumed) {
    JWTKEEP_CHECK(crack::check_goes_on(*resumed, digests, inputs, known));
    return *resumed;
  }
  std::error_code error;
  if (!options.session.empty() && std::filesystem::exists(options.session, error)) {
    return fail(Reason::already_exists, fmt::format("there is a file {} already", options.session),
                "go on with the run in it by --resume, or name another");
  }
  return crack::SavedRun{.attack = attack,
                         .targets = std::move(digests),
                         .fallen = std::vector<bool>(tokens.size()),
                         .inputs = std::move(inputs),
                         .known = known,
                         .standing = {},
                         .seconds = 0};
}

base::Result<CrackingOptions> running_options(const CrackOptions& options) {
  if (options.threads > kMostThreads) {
    return fail(Reason::bad_value, fmt::format("--threads: at most {} are possible", kMostThreads),
                "leave it out for one a processor");
  }
  const auto threads =
      options.threads > 0 ? static_cast<unsigned>(options.threads) : std::max(std::thread::hardware_concurrency(), 1U);
  return CrackingOptions{.threads = threads, .potfile = options.potfile, .reveal = options.reveal};
}

base::Result<int> crack_tokens(const CrackOptions& options, Session& session) {
  JWTKEEP_TRY(auto attack, attack_of(options));
  if (!options.export_for.empty()) return write_export(options, attack, session);
  if (!options.output.empty()) return fail(Reason::bad_value, "-o goes with --export", "add --export hashcat");
  std::optional<crack::SavedRun> resumed;
  if (options.resume == "-" || options.session == "-") {
    return fail(Reason::bad_value, "a session is kept in a file", "name one");
  }
  if (!options.resume.empty()) {
    if (attack != crack::Attack{} || !options.session.empty()) {
      return fail(Reason::bad_value, "a run that goes on tries what it began with",
                  "give --resume FILE and the tokens; --threads, --potfile and --reveal may differ");
    }
    JWTKEEP_TRY(resumed, load_run(options.resume));
    attack = resumed->attack;
  }
  JWTKEEP_TRY(const auto running, running_options(options));
  JWTKEEP_TRY(const auto tokens, read_crack_tokens(options.tokens, reads_stdin(attack), session.out()));
  std::atomic<bool> stop = false;
  JWTKEEP_TRY(const auto stages, crack::make_stages(attack, strength::known_list(), stop));
  JWTKEEP_TRY(auto saved, begin(options, attack, resumed, tokens));
  RunFile file(!options.resume.empty()    ? options.resume
               : !options.session.empty() ? options.session
                                          : usual_run_path(saved));
  const Interrupt interrupt(stop);
  Cracking cracking(session, running, tokens, std::move(saved), file, stop);
  JWTKEEP_CHECK(cracking.run(stages));
  return cracking.finish();
}

void add_sources(Arguments& app, CrackOptions& options) {
  constexpr auto kGroup = "What is tried";
  auto& attack = options.attack;
  app.add_flag("--known", attack.known_only, "the list of published secrets alone")->group(kGroup);
  app.add_flag("--no-known", options.no_known, "not the list of published secrets")->group(kGroup);
  app.add_option("--wordlist", attack.wordlists, "a file of words, plain or gzip; - for standard input")
      ->type_name("FILE")
      ->one_each()
      ->group(kGroup);
  app.add_option("--rules", attack.rules, "hashcat's rules, for each word; several files are chained")
      ->type_name("FILE")
      ->one_each()
      ->group(kGroup);
  app.add_option("--encodings", attack.encodings, "what words may stand for: raw,base64,hex")
      ->type_name("LIST")
      ->group(kGroup);
  app.add_option("--mask", attack.masks, "hashcat's mask, or a file of them that ends in .hcmask")
      ->type_name("MASK")
      ->one_each()
      ->group(kGroup);
  app.add_option("--append-mask", attack.mask_behind, "put behind each word of the word lists")
      ->type_name("MASK")
      ->group(kGroup);
  app.add_option("--prepend-mask", attack.mask_before, "put before each word of the word lists")
      ->type_name("MASK")
      ->group(kGroup);
  for (std::size_t i = 0; i < attack.charsets.size(); ++i) {
    app.add_option(fmt::format("-{0},--charset{0}", i + 1), attack.charsets[i],
                   fmt::format("what ?{} stands for in masks, such as ?l?d", i + 1))
        ->type_name("CHARSET")
        ->group(kGroup);
  }
  app.add_flag("--increment", attack.increment, "masks from their first place on, longer and longer")->group(kGroup);
  app.add_option("--increment-min", attack.increment_from, "from this many places")->type_name("N")->group(kGroup);
  app.add_option("--increment-max", attack.increment_to, "up to this many places")->type_name("N")->group(kGroup);
}

}  // namespace

void add_crack(Commands& commands) {
  auto options = std::make_shared<CrackOptions>();
  auto& app = commands.add("crack", "Guess the secret of HS256, HS384 and HS512 tokens, as an attacker would",
                           "  jwtkeep crack - < token\n"
                           "  jwtkeep crack @tokens.txt --wordlist words.txt.gz --rules best64.rule\n"
                           "  jwtkeep crack - --mask 'secret?d?d?d?d' < token");
  app.add_option("tokens", options->tokens, "tokens, @FILE with one a line, or - for standard input")
      ->type_name("TOKEN");
  add_sources(app, *options);
  app.add_option("--threads", options->threads, "how many (default: one a processor)")->type_name("N");
  app.add_option("--session", options->session, "save the run here every few seconds; it is removed at the end")
      ->type_name("FILE");
  app.add_option("--resume", options->resume, "go on with the run that this file holds")->type_name("FILE");
  app.add_option("--potfile", options->potfile,
                 "read and add to this file of token:secret lines, as hashcat's; it holds secrets in the clear")
      ->type_name("FILE");
  app.add_flag("--reveal", options->reveal, "print what was found in the clear");
  app.add_option("--export", options->export_for, "write the tokens for hashcat, and print its command lines")
      ->type_name("hashcat");
  app.add_option("-o,--output", options->output, "with --export: the tokens' file (default: jwtkeep-tokens.txt)")
      ->type_name("FILE");
  commands.on(app, [options](Session& session) { return crack_tokens(*options, session); });
}

}  // namespace jwtkeep::cli
