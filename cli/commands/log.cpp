#include <fmt/format.h>

#include <algorithm>

#include "cli/command.hpp"
#include "cli/trail_view.hpp"
#include "jwtkeep/base/encoding.hpp"

namespace jwtkeep::cli {
namespace {

constexpr std::size_t kPage = 1000;

struct LogOptions {
  std::string name;
  std::size_t limit = 50;
  std::string head;
};

/// The newest `limit` entries, oldest first.
base::Result<std::vector<store::TrailEntry>> newest(store::Store& store, std::size_t limit,
                                                    const std::optional<keyring::Name>& name) {
  std::vector<store::TrailEntry> kept;
  std::uint64_t after = 0;
  if (!name && limit != 0) {
    JWTKEEP_TRY(const auto head, store.trail_head());
    after = head.count > limit ? head.count - limit : 0;
  }
  while (true) {
    JWTKEEP_TRY(auto page, store.trail(after, kPage, name));
    if (page.empty()) return kept;
    after = page.back().sequence;
    for (auto& entry : page) kept.push_back(std::move(entry));
    if (limit != 0 && kept.size() > limit) {
      kept.erase(kept.begin(), kept.end() - static_cast<std::ptrdiff_t>(limit));
    }
  }
}

base::Result<int> show_log(const LogOptions& options, Session& session) {
  std::optional<keyring::Name> name;
  if (!options.name.empty()) {
    JWTKEEP_TRY(name, keyring::Name::parse(options.name));
  }
  JWTKEEP_TRY(auto store, session.open_store());
  JWTKEEP_TRY(const auto entries, newest(store, options.limit, name));
  if (session.json()) {
    auto list = base::Json::array();
    for (const auto& entry : entries) list.push(store::shown_json(entry));
    session.out().document(list);
  } else {
    session.out().write(entries_text(session.out(), entries, true));
  }
  return 0;
}

base::Result<int> verify_log(const LogOptions& options, Session& session) {
  std::optional<store::TrailHead> expected;
  if (!options.head.empty()) {
    JWTKEEP_TRY(expected, store::parse_head(options.head));
  }
  JWTKEEP_TRY(auto store, session.open_store());
  const auto head = store.verify_trail(expected);
  auto& out = session.out();
  if (!head) {
    if (head.error().reason != base::Reason::chain_broken || !session.json()) return std::unexpected(head.error());
    out.document(base::Json::object({{"whole", base::Json(false)}, {"message", printable(head.error().what)}}));
    return 1;
  }
  if (session.json()) {
    out.document(base::Json::object(
        {{"whole", base::Json(true)}, {"entries", head->count}, {"head", store::format_head(*head)}}));
  } else {
    out.line(fmt::format("the audit trail is whole: {} entries", head->count));
    out.line("head " + store::format_head(*head));
    out.note("Note the head elsewhere: jwtkeep log verify --head HEAD then also finds an old copy put in place.");
  }
  return 0;
}

}  // namespace

void add_log(Commands& commands) {
  auto options = std::make_shared<LogOptions>();
  auto& app = commands.add("log", "Show the audit trail: who did what, when",
                           "  jwtkeep log\n"
                           "  jwtkeep log --keyring orders/prod --limit 10\n"
                           "  jwtkeep log verify");
  app.add_option("--keyring", options->name, "only what was done to this keyring")->type_name("KEYRING");
  app.add_option("--limit", options->limit, "how many of the newest entries; 0 for all (default 50)")
      ->type_name("COUNT");
  app.require_subcommand(0, 1);
  auto& verify =
      Commands::add_under(app, "verify", "Check that no entry was edited, dropped or moved", "  jwtkeep log verify");
  verify.add_option("--head", options->head, "a head that was noted before: everything up to it must still stand")
      ->type_name("COUNT:HASH");
  commands.on(app, [options](Session& session) { return show_log(*options, session); });
  commands.on(verify, [options](Session& session) { return verify_log(*options, session); });
}

}  // namespace jwtkeep::cli
