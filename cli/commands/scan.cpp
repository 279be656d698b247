#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <optional>
#include <thread>

#include "cli/command.hpp"
#include "cli/input.hpp"
#include "cli/interrupt.hpp"
#include "cli/inventory.hpp"
#include "cli/progress.hpp"
#include "cli/scan_folder.hpp"
#include "cli/scan_owners.hpp"
#include "cli/scan_rotation.hpp"
#include "cli/scan_rules.hpp"
#include "cli/scan_view.hpp"
#include "jwtkeep/base/counted.hpp"
#include "jwtkeep/base/edit_distance.hpp"
#include "jwtkeep/destination/whole_file.hpp"
#include "jwtkeep/scan/run.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;

constexpr std::size_t kMostThreads = 1024;
constexpr std::size_t kMostDetails = 20;
constexpr std::size_t kMostBaselineBytes = std::size_t{64} << 20;
constexpr mode_t kReportMode = 0600;
constexpr mode_t kBaselineMode = 0644;  // it belongs into the repository

struct ScanOptions {
  std::vector<std::string> paths;
  bool history = false;
  bool all_objects = false;
  bool staged = false;
  std::string range;
  std::string stdin_name;
  bool no_ignore = false;
  bool no_archives = false;
  std::vector<std::string> exclude;
  std::string inventory;
  std::string format = "text";
  std::string output;
  std::string baseline;
  std::string write_baseline;
  std::string severity = "low";
  bool reveal = false;
  bool rotate = false;
  std::size_t threads = 0;
};

bool wants_json(const ScanOptions& options, const Session& session) {
  return session.json() || options.format == "json";
}

base::Result<scan::Severity> parse_severity(const std::string& text) {
  std::vector<std::string> words;
  for (const auto severity :
       {scan::Severity::low, scan::Severity::medium, scan::Severity::high, scan::Severity::critical}) {
    if (scan::word(severity) == text) return severity;
    words.emplace_back(scan::word(severity));
  }
  return fail(Reason::bad_value, "no severity is called \"" + text + "\"", base::choose_hint(words, text));
}

base::Result<void> check_options(const ScanOptions& options, const Session& session) {
  const std::vector<std::string> formats{"text", "json", "sarif", "html", "github"};
  if (std::ranges::find(formats, options.format) == formats.end()) {
    return fail(Reason::bad_value, "no report is called \"" + options.format + "\"",
                base::choose_hint(formats, options.format));
  }
  if (session.json() && options.format != "text" && options.format != "json") {
    return fail(Reason::bad_value, "--json and --format " + options.format + " are two forms of one report",
                "give one of them");
  }
  if (names_folder(options.output) && (wants_json(options, session) || options.format != "html")) {
    return fail(Reason::bad_value, options.output + " is a folder, and this report is one file",
                "give the path of a file, or --format html, which writes a page a finding into a folder");
  }
  if (options.reveal && !wants_json(options, session) && options.format != "text") {
    return fail(Reason::bad_value, "a report of --format " + options.format + " holds no secret in the clear",
                "leave --reveal out, or choose text or json");
  }
  const auto kinds = static_cast<int>(options.history || !options.range.empty()) + static_cast<int>(options.staged) +
                     static_cast<int>(!options.stdin_name.empty());
  if (kinds > 1) {
    return fail(Reason::bad_value, "--history, --range, --staged and --stdin are different things to scan",
                "give one of them (--range is a part of the history already)");
  }
  if (options.history && !options.range.empty()) {
    return fail(Reason::bad_value, "--range is a part of the history", "leave --history out");
  }
  if (options.all_objects && !options.history) {
    return fail(Reason::bad_value, "--all-objects is about a history", "add --history");
  }
  if (kinds > 0 && options.paths.size() > 1) {
    return fail(Reason::bad_value, "a history, what is staged and --stdin are one thing at a time",
                "give one repository");
  }
  if (!options.stdin_name.empty() && !options.paths.empty()) {
    return fail(Reason::bad_value, "--stdin reads standard input, and no PATH besides", "leave one of them out");
  }
  if (std::ranges::find(options.paths, "-") != options.paths.end() && (options.paths.size() > 1 || kinds > 0)) {
    return fail(Reason::bad_value, "- is standard input, and goes with no other PATH", "scan it by itself");
  }
  if (options.reveal && !options.write_baseline.empty()) {
    return fail(Reason::bad_value, "a baseline holds no secret in the clear", "leave --reveal out");
  }
  if (options.threads > kMostThreads) return fail(Reason::bad_value, "--threads is at most 1024");
  return {};
}

scan::Request request_of(const ScanOptions& options) {
  const auto folder = options.paths.empty() ? std::string() : options.paths.front();
  if (options.staged) return scan::StagedRequest{folder};
  if (options.history || !options.range.empty()) {
    return scan::HistoryRequest{.folder = folder, .range = options.range, .all_objects = options.all_objects};
  }
  if (!options.stdin_name.empty()) return scan::StreamRequest{STDIN_FILENO, options.stdin_name};
  if (folder == "-") return scan::StreamRequest{STDIN_FILENO, "stdin"};
  return scan::TreeRequest{options.paths.empty() ? std::vector<std::string>{"."} : options.paths};
}

std::vector<std::string> roots_of(const ScanOptions& options) {
  if (options.staged) return {"what is staged"};
  if (!options.range.empty()) return {"the commits " + options.range};
  if (options.history) return {"the whole history"};
  if (!options.stdin_name.empty()) return {options.stdin_name};
  return options.paths.empty() ? std::vector<std::string>{"."} : options.paths;
}

base::Result<std::unique_ptr<ScanOwners>> owners_of(const ScanOptions& options, const Session& session) {
  if (options.inventory.empty()) return std::make_unique<ScanOwners>(session);
  JWTKEEP_TRY(auto inventory, read_inventory(options.inventory));
  return std::make_unique<ScanOwners>(session, std::move(inventory));
}

base::Result<std::optional<scan::Baseline>> baseline_of(const ScanOptions& options) {
  if (options.baseline.empty()) return std::nullopt;
  JWTKEEP_TRY(const auto text, read_text_file(options.baseline, kMostBaselineBytes));
  auto baseline = scan::Baseline::parse(text);
  if (!baseline) {
    return fail(baseline.error().reason, options.baseline + ": " + baseline.error().what, baseline.error().hint);
  }
  return std::optional(*std::move(baseline));
}

/// A report is made anew each time, so that an old one may stand there; what is no file stays what it is.
base::Result<void> write_file(const std::string& path, const std::string& text, mode_t mode) {
  std::error_code error;
  const auto absolute = std::filesystem::absolute(path).lexically_normal();
  const auto status = std::filesystem::status(absolute, error);
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
    return fail(Reason::unsafe_place, path + " is no file", "give the path of a file, or leave it out for stdout");
  }
  return destination::write_whole_file(absolute.string(), base::SecretBytes::copy_of(std::string_view(text)), mode);
}

std::string progress_line(std::uint64_t done, std::uint64_t total, std::chrono::duration<double> since) {
  const auto rate = since.count() > 0 ? static_cast<double>(done) / since.count() : 0;
  auto line = fmt::format("{:.0f} MB, {:.0f} MB/s", static_cast<double>(done) / 1e6, rate / 1e6);
  if (total > done && rate > 0) {
    const auto left = std::chrono::seconds{static_cast<std::int64_t>(static_cast<double>(total - done) / rate)};
    line += fmt::format(", {} left", base::describe_duration(left));
  }
  return line;
}

struct Ran {
  scan::Scanned scanned;
  std::chrono::milliseconds took{};
};

base::Result<Ran> run_scan(const ScanOptions& options, const scan::Ownership& owners, base::Instant now,
                           std::atomic<bool>& stop) {
  using Clock = std::chrono::steady_clock;
  const auto began = Clock::now();
  const scan::ScannerOptions scanner{.ownership = &owners, .known_words = true, .reveal = options.reveal, .now = now};
  scan::SourceOptions source;
  source.threads = options.threads > 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
  source.ignore_files = !options.no_ignore;
  source.archives = !options.no_archives;
  source.exclude = options.exclude;
  source.stop = &stop;
  Progress progress("");
  JWTKEEP_TRY(auto scanned,
              scan::run(request_of(options), scanner, source, [&](std::uint64_t done, std::uint64_t total) {
                progress.show(progress_line(done, total, Clock::now() - began));
              }));
  progress.end();
  return Ran{std::move(scanned), std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began)};
}

struct Told {
  scan::Report report;
  std::vector<ScanRotation> rotations;
};

std::string report_text(const ScanOptions& options, const Told& told, const Session& session, const Output& out) {
  const auto rules = scan_rules();
  if (wants_json(options, session)) {
    auto json = scan::to_json(told.report, rules);
    if (options.rotate) json.set("rotations", to_json(told.rotations));
    return base::write_json_pretty(json) + "\n";
  }
  if (options.format == "sarif") return base::write_json_pretty(scan::to_sarif(told.report, rules)) + "\n";
  if (options.format == "html") return scan::to_html(told.report, rules);
  if (options.format == "github") return scan::to_github(told.report, rules);
  return scan_text(options.output.empty() ? out : out.plain(), told.report, rules);
}

void tell_of_rotations(Session& session, const std::vector<ScanRotation>& rotations) {
  for (const auto& rotation : rotations) {
    for (const auto& sentence : rotation.done) session.out().note("rotated: " + printable(sentence));
    if (!rotation.failed.empty()) {
      session.out().warn(rotation.keyring.text() + ": " + printable(rotation.failed));
    }
  }
}

void tell_of_owners(Session& session, const ScanOwners& owners, const scan::Report& report) {
  for (const auto& complaint : owners.complaints()) {
    session.out().warn("whose the findings are is not known for sure: " + printable(complaint));
  }
  if (owners.nobody_knows() && owners.complaints().empty() && !report.findings.empty()) {
    session.out().note("With a store at hand, or --inventory FILE, findings say whose they are.");
  }
}

base::Result<void> write_report(const ScanOptions& options, const Told& told, Session& session) {
  auto& out = session.out();
  if (names_folder(options.output)) {
    JWTKEEP_TRY(const auto folder, write_report_folder(options.output, told.report, scan_rules()));
    out.note(fmt::format(
        "wrote {} into {} (mode 0600): begin with index.html{}", base::counted(folder.written, "page"),
        printable(options.output),
        folder.removed == 0 ? "" : "; took away " + base::counted(folder.removed, "page") + " of an earlier report"));
    return {};
  }
  const auto text = report_text(options, told, session, out);
  if (options.output.empty()) {
    out.write(text);
    return {};
  }
  JWTKEEP_CHECK(write_file(options.output, text, kReportMode));
  out.note("wrote " + printable(options.output) + " (mode 0600)");
  return {};
}

base::Result<int> scan_now(const ScanOptions& options, Session& session) {
  JWTKEEP_CHECK(check_options(options, session));
  // Before the work: a scan may take long.
  if (names_folder(options.output)) JWTKEEP_CHECK(check_report_folder(options.output, scan::html_names({})));
  JWTKEEP_TRY(const auto least, parse_severity(options.severity));
  JWTKEEP_TRY(const auto owners, owners_of(options, session));
  JWTKEEP_TRY(const auto baseline, baseline_of(options));
  const auto now = Session::now();
  std::atomic<bool> stop = false;
  std::optional<Ran> ran;
  {
    const Interrupt interrupt(stop);
    JWTKEEP_TRY(ran, run_scan(options, *owners, now, stop));
  }
  auto& scanned = ran->scanned;
  if (!options.write_baseline.empty()) {
    const auto made = scan::Baseline::of(scanned.findings);
    JWTKEEP_CHECK(write_file(options.write_baseline, made.text() + "\n", kBaselineMode));
    session.out().note(fmt::format("wrote {} findings to {}: look at each, they do not count from now on",
                                   made.known().size(), printable(options.write_baseline)));
  }
  Told told;
  told.report = scan::sort_out(std::move(scanned.findings), baseline ? &*baseline : nullptr, least);
  auto& report = told.report;
  report.version = JWTKEEP_VERSION;
  report.now = now;
  report.roots = roots_of(options);
  report.complete = !scanned.stopped;
  report.looked.counts = scanned.counts;
  report.looked.took = ran->took;
  if (scanned.skipped.size() > kMostDetails) scanned.skipped.resize(kMostDetails);
  report.looked.details = std::move(scanned.skipped);
  if (options.rotate) {
    JWTKEEP_TRY(told.rotations, rotate_found(keys_to_rotate(report.findings), session));
  }
  auto& out = session.out();
  JWTKEEP_CHECK(write_report(options, told, session));
  tell_of_owners(session, *owners, report);
  tell_of_rotations(session, told.rotations);
  tell_about_scan(out, report);
  const bool failed = std::ranges::any_of(told.rotations, [](const auto& each) { return !each.failed.empty(); });
  if (scanned.stopped) {
    out.warn("stopped: what was found so far is above");
    return Interrupt::exit_code();
  }
  if (failed) return static_cast<int>(base::Answer::world_failed);
  if (options.rotate && owners->nobody_knows()) {
    return fail(Reason::no_store, "nothing was rotated: no store at hand says whose the findings are",
                "give --store, and what opens it: a key file or JWTKEEP_PASSPHRASE");
  }
  if (!options.write_baseline.empty()) return 0;
  return report.findings.empty() ? 0 : static_cast<int>(base::Answer::negative);
}

void add_what_options(Arguments& app, ScanOptions& options) {
  constexpr const char* kGroup = "What is scanned";
  app.add_option("paths", options.paths, "files and folders (default: this one); - is standard input")
      ->type_name("PATH");
  app.add_flag("--staged", options.staged, "what the next commit would bring: for a pre-commit hook")->group(kGroup);
  app.add_flag("--history", options.history, "every commit of all refs of the repository")->group(kGroup);
  app.add_flag("--all-objects", options.all_objects, "with --history: also what no ref leads to")->group(kGroup);
  app.add_option("--range", options.range, "what these commits brought, e.g. origin/main..HEAD")
      ->type_name("A..B")
      ->group(kGroup);
  app.add_option("--stdin", options.stdin_name, "standard input, as if it were this file")
      ->type_name("NAME")
      ->group(kGroup);
  app.add_flag("--no-ignore", options.no_ignore, "also what .gitignore leaves out")->group(kGroup);
  app.add_flag("--no-archives", options.no_archives, "do not look into zip, jar, tar and image tarballs")
      ->group(kGroup);
  app.add_option("--exclude", options.exclude, "leave this out, as a line of .gitignore would; may be given again")
      ->type_name("GLOB")
      ->group(kGroup)
      ->one_each();
  app.add_option("--threads", options.threads, "so many (default: one each core)")->type_name("N")->group(kGroup);
}

void add_answer_options(Arguments& app, ScanOptions& options) {
  constexpr const char* kGroup = "What counts";
  app.add_option("--severity", options.severity, "at least low (default), medium, high or critical")
      ->type_name("WORD")
      ->group(kGroup);
  app.add_option("--baseline", options.baseline, "findings in this file do not count")
      ->type_name("FILE")
      ->group(kGroup);
  app.add_option("--write-baseline", options.write_baseline, "write all findings there, to be reviewed; exit 0")
      ->type_name("FILE")
      ->group(kGroup);
  app.add_option("--inventory", options.inventory,
                 "say whose it is by this file (default: by the store, if there is one)")
      ->type_name("FILE")
      ->group(kGroup);
  app.add_flag("--rotate", options.rotate,
               "mark each live key whose secret is found as compromised, and promote the next")
      ->group(kGroup);
}

}  // namespace

void add_scan(Commands& commands) {
  auto options = std::make_shared<ScanOptions>();
  auto& app = commands.add("scan", "Find JWT secrets, private keys and tokens, and say whose they are",
                           "  jwtkeep scan\n"
                           "  jwtkeep scan --staged\n"
                           "  jwtkeep scan --history --severity high\n"
                           "  jwtkeep scan --range origin/main..HEAD --format sarif -o scan.sarif\n"
                           "  docker save app | jwtkeep scan --stdin app.tar");
  add_what_options(app, *options);
  add_answer_options(app, *options);
  app.add_option("--format", options->format, "text (default), json, sarif, html or github")->type_name("FORMAT");
  app.add_option("-o,--output", options->output,
                 "write the report to this file (mode 0600), or HTML as pages into this folder (DIR/)")
      ->type_name("PATH");
  app.add_flag("--reveal", options->reveal, "show what was found in the clear (text and json)");
  commands.on(app, [options](Session& session) { return scan_now(*options, session); });
}

}  // namespace jwtkeep::cli
