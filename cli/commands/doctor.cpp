#include "jwtkeep/doctor/examine.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/command.hpp"
#include "cli/keyring_called.hpp"
#include "cli/progress.hpp"
#include "cli/pushing.hpp"
#include "jwtkeep/base/counted.hpp"
#include "jwtkeep/doctor/graph.hpp"

namespace jwtkeep::cli {
namespace {

struct DoctorOptions {
  std::string prefix;
  bool offline = false;
  PushingOptions pushing;
};

Style style_of(doctor::Severity severity) {
  switch (severity) {
    case doctor::Severity::critical: return Style::red;
    case doctor::Severity::high: return Style::yellow;
    case doctor::Severity::medium: return Style::cyan;
  }
  return Style::plain;
}

void print(Output& out, const doctor::Report& report) {
  for (const auto& finding : report.findings) {
    const auto severity = doctor::severity(finding.rule);
    const auto where = finding.destination.empty() ? std::string() : " at " + printable(finding.destination);
    out.line(fmt::format("{} {}: {}{}", out.styled(style_of(severity), std::string(doctor::word(severity))),
                         out.styled(Style::bold, finding.keyring), doctor::word(finding.rule), where));
    out.line("  " + printable(finding.what));
    out.line("  " + printable(finding.mend));
  }
  if (!report.sharing.empty()) {
    if (!report.findings.empty()) out.line("");
    out.line("who shares with whom:");
    out.write(doctor::draw_sharing(report.sharing, out.unicode()));
  }
  if (!report.findings.empty()) out.line("");
  out.line(fmt::format("{} in {}, {}, {}", base::counted(report.findings.size(), "finding"),
                       base::counted(report.keyrings, "keyring"), base::counted(report.secrets, "secret"),
                       base::counted(report.destinations, "destination")));
}

base::Json report_json(const doctor::Report& report) {
  auto list = base::Json::array();
  for (const auto& finding : report.findings) list.push(doctor::to_json(finding));
  return base::Json::object({{"keyrings", static_cast<std::int64_t>(report.keyrings)},
                             {"secrets", static_cast<std::int64_t>(report.secrets)},
                             {"destinations", static_cast<std::int64_t>(report.destinations)},
                             {"findings", std::move(list)},
                             {"sharing", doctor::sharing_json(report.sharing)}});
}

/// A mistyped name must not be told that all is well.
base::Result<void> check_prefix(store::Store& store, const std::string& prefix) {
  if (prefix.empty()) return {};
  JWTKEEP_TRY(const auto names, store.names(prefix, "", 1));
  if (!names.empty()) return {};
  return std::unexpected(with_near_keyrings(
      store, prefix,
      {base::Reason::not_found, "no keyring begins with " + prefix, "see what there is with: jwtkeep list"}));
}

base::Result<int> examine(const DoctorOptions& options, Session& session) {
  JWTKEEP_TRY(auto opener, openers(options.pushing));
  JWTKEEP_TRY(auto store, session.open_store());
  JWTKEEP_CHECK(check_prefix(store, options.prefix));
  Progress progress("keyrings");
  JWTKEEP_TRY(const auto report,
              doctor::examine(store,
                              {.prefix = options.prefix,
                               .threads = options.pushing.parallel,
                               .destinations = !options.offline,
                               .opener = std::move(opener),
                               .progress = [&](std::size_t done, std::size_t total) { progress.show(done, total); }},
                              Session::now()));
  progress.end();
  if (session.json()) {
    session.out().document(report_json(report));
  } else {
    print(session.out(), report);
  }
  if (report.findings.empty()) return 0;
  const bool world = std::ranges::all_of(report.findings,
                                         [](const auto& finding) { return finding.rule == doctor::Rule::unreachable; });
  return static_cast<int>(world ? base::Answer::world_failed : base::Answer::negative);
}

}  // namespace

void add_doctor(Commands& commands) {
  auto options = std::make_shared<DoctorOptions>();
  auto& app = commands.add("doctor", "Tell every rule that is broken, in the store and in every destination",
                           "  jwtkeep doctor\n  jwtkeep doctor orders/ --offline");
  app.add_option("prefix", options->prefix, "tell of keyrings whose names begin so; all are compared");
  app.add_flag("--offline", options->offline, "look at the store alone, ask no destination");
  add_pushing_options(app, options->pushing);
  commands.on(app, [options](Session& session) { return examine(*options, session); });
}

}  // namespace jwtkeep::cli
