#include "cli/command.hpp"
#include "cli/keyring_called.hpp"
#include "cli/trail_view.hpp"

namespace jwtkeep::cli {
namespace {

constexpr std::size_t kPage = 1000;

struct HistoryOptions {
  std::string name;
};

base::Result<std::vector<store::TrailEntry>> all_entries(store::Store& store, const keyring::Name& name) {
  std::vector<store::TrailEntry> all;
  std::uint64_t after = 0;
  while (true) {
    JWTKEEP_TRY(auto page, store.trail(after, kPage, name));
    if (page.empty()) return all;
    after = page.back().sequence;
    for (auto& entry : page) all.push_back(std::move(entry));
  }
}

base::Result<int> history(const HistoryOptions& options, Session& session) {
  JWTKEEP_TRY(const auto name, keyring::Name::parse(options.name));
  JWTKEEP_TRY(auto store, session.open_store());
  JWTKEEP_CHECK(keyring_called(store, name));  // so that a mistyped name is told from one without a past
  JWTKEEP_TRY(const auto entries, all_entries(store, name));
  if (session.json()) {
    auto list = base::Json::array();
    for (const auto& entry : entries) list.push(store::shown_json(entry));
    session.out().document(list);
  } else {
    session.out().write(entries_text(session.out(), entries, false));
  }
  return 0;
}

}  // namespace

void add_history(Commands& commands) {
  auto options = std::make_shared<HistoryOptions>();
  auto& app = commands.add("history", "Show everything that was done to a keyring, oldest first",
                           "  jwtkeep history orders/prod");
  app.add_option("keyring", options->name, "service/environment[/use]")->required()->type_name("KEYRING");
  commands.on(app, [options](Session& session) { return history(*options, session); });
}

}  // namespace jwtkeep::cli
