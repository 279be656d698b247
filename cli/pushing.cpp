#include "cli/pushing.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "cli/timeout.hpp"

namespace jwtkeep::cli {

void add_pushing_options(Arguments& app, PushingOptions& options) {
  app.add_option("--max-rps", options.max_rps, "ask each destination's server at most so often a second")
      ->type_name("N");
  app.add_option("--timeout", options.timeout, "wait so long for each answer of a server (default 10s)")
      ->type_name("DURATION");
  app.add_option("--parallel", options.parallel, "so many keyrings at once (default 8)")->type_name("N");
}

rotate::Pusher pusher_on(store::Store& store) {
  return {.store = store, .actor = Session::actor(), .clock = [] { return Session::now(); }};
}

base::Result<std::function<std::unique_ptr<destination::Opener>()>> openers(const PushingOptions& options) {
  JWTKEEP_TRY(const auto timeout, parse_timeout(options.timeout, base::Seconds{0}));
  auto paces = std::make_shared<destination::Paces>(static_cast<double>(options.max_rps), timeout);
  return [paces] { return std::make_unique<destination::Opener>(destination::Surroundings::of_process(), paces); };
}

base::Result<destination::Address> parse_address(const std::string& text) {
  std::error_code failed;
  const auto folder = std::filesystem::current_path(failed);
  if (failed) return base::fail(base::Reason::io_failed, "the working folder cannot be read", "give an absolute path");
  return destination::Address::parse(text, folder.string());
}

void warn_of(Output& out, const rotate::PushReport& report) {
  if (report.unreadable) {
    out.warn(fmt::format("{} was not pushed: {}", report.name.text(), report.unreadable->what));
    if (!report.unreadable->hint.empty()) out.note("  " + report.unreadable->hint);
  }
  for (const auto& place : report.places) {
    const auto id = printable(place.destination);
    if (place.drifted) {
      out.warn(fmt::format("{}: another hand had changed {}{}", report.name.text(), id,
                           place.error ? "" : "; it holds the keyring again"));
    }
    for (const auto& note : place.notes) {
      out.warn(fmt::format("{}: {}: {}", report.name.text(), id, printable(note)));
    }
    if (!place.error) continue;
    out.warn(fmt::format("{} has not reached {}: {}", report.name.text(), id, printable(place.error->what)));
    if (!place.error->hint.empty()) out.note("  " + printable(place.error->hint));
  }
}

base::Json push_json(const rotate::PushReport& report) {
  auto places = base::Json::array();
  for (const auto& place : report.places) {
    auto json = base::Json::object({{"destination", place.destination},
                                    {"outcome", rotate::word(place.outcome)},
                                    {"changed_by_another_hand", base::Json(place.drifted)}});
    if (!place.notes.empty()) {
      auto notes = base::Json::array();
      for (const auto& note : place.notes) notes.push(printable(note));
      json.set("notes", std::move(notes));
    }
    if (place.error) {
      json.set("reason", base::word(place.error->reason));
      json.set("message", printable(place.error->what));
    }
    places.push(std::move(json));
  }
  auto json = base::Json::object(
      {{"keyring", report.name.text()}, {"revision", report.revision}, {"destinations", std::move(places)}});
  if (report.unreadable) {
    json.set("reason", base::word(report.unreadable->reason));
    json.set("message", report.unreadable->what);
  }
  return json;
}

}  // namespace jwtkeep::cli
