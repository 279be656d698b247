#include <fmt/format.h>

#include <algorithm>

#include "cli/commands/store.hpp"
#include "cli/way_view.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;

struct StoreOpenersOptions {
  std::string remove;
};

void tell(Session& session, const std::vector<store::WayIn>& ways, const std::string& opened_by) {
  if (session.json()) {
    auto list = base::Json::array();
    for (const auto& way : ways) {
      auto json = way_json(way);
      json.set("added_at", way.added_at ? base::Json(base::format_instant(*way.added_at)) : base::Json(nullptr));
      json.set("in_use", base::Json(way.slot == opened_by));
      list.push(std::move(json));
    }
    session.out().document(list);
    return;
  }
  std::vector<std::vector<std::string>> rows{{"SLOT", "OPENS WITH", "ADDED", ""}};
  for (const auto& way : ways) {
    rows.push_back({way.slot, describe(way),
                    way.added_at ? base::format_instant(std::chrono::floor<std::chrono::seconds>(*way.added_at))
                                 : "with the store",
                    way.slot == opened_by ? "in use now" : ""});
  }
  session.out().write(table(rows));
}

/// Only with another way in hand that has just opened the store: so the last one that works cannot be removed.
base::Result<void> remove(store::Store& store, const std::string& slot) {
  JWTKEEP_TRY(const auto ways, store.ways());
  const auto way = std::ranges::find(ways, slot, &store::WayIn::slot);
  if (way == ways.end()) {
    return fail(Reason::not_found, "the store has no slot " + printable(slot), "see them with: jwtkeep store openers");
  }
  if (slot == store.opened_by()) {
    return fail(Reason::bad_value, fmt::format("slot {} is the one that opened the store just now", slot),
                "open it by another way to remove this one, so that it is known to work; or put another in its place: "
                "jwtkeep store rekey --to ...");
  }
  return remove_way(store, *way);
}

base::Result<int> openers(const StoreOpenersOptions& options, Session& session) {
  JWTKEEP_TRY(auto store, session.open_store());
  if (!options.remove.empty()) JWTKEEP_CHECK(remove(store, options.remove));
  JWTKEEP_TRY(const auto ways, store.ways());
  tell(session, ways, store.opened_by());
  return 0;
}

}  // namespace

void add_store_openers(Commands& commands, Arguments& store) {
  auto options = std::make_shared<StoreOpenersOptions>();
  auto& app = Commands::add_under(store, "openers", "List what opens the store, or take one away",
                                  "  jwtkeep store openers\n"
                                  "  jwtkeep --key-file ~/new.key store openers --remove 1");
  app.add_option("--remove", options->remove, "take this slot away; the store has to be opened by another")
      ->type_name("SLOT");
  commands.on(app, [options](Session& session) { return openers(*options, session); });
}

}  // namespace jwtkeep::cli
