#include <fmt/format.h>

#include <algorithm>

#include "cli/command.hpp"
#include "cli/view.hpp"

namespace jwtkeep::cli {
namespace {

constexpr std::size_t kPage = 1000;

struct ListOptions {
  std::string prefix;
  bool names = false;
};

/// Calls `each` on every keyring whose name begins with `prefix`.
template <class Each>
base::Result<void> for_each_keyring(store::Store& store, const std::string& prefix, Each each) {
  std::string after;
  while (true) {
    JWTKEEP_TRY(const auto names, store.names(prefix, after, kPage));
    for (const auto& name : names) {
      JWTKEEP_TRY(const auto ring, store.keyring(name));
      JWTKEEP_TRY(const auto destinations, store.destinations(name));
      each(ring, store::confirmations(destinations, Session::now()));
    }
    if (names.size() < kPage) return {};
    after = names.back().text();
  }
}

std::vector<std::string> row(const Output& out, const keyring::Keyring& ring,
                             const keyring::Confirmations& confirmations, base::Instant now) {
  const auto* active = ring.active();
  const auto verifying = keyring::verifying_keys(ring).size();
  const auto steps = keyring::plan(ring, ring.policy, confirmations, now);
  std::string next = "-";
  for (const auto& step : steps) {
    if (step.kind == keyring::Step::Kind::activate) next = relative(std::max(step.safe_at, step.wanted_at), now);
    if (!step.waiting_for.empty()) next = out.styled(Style::yellow, "waits for " + printable(step.waiting_for.front()));
  }
  return {out.styled(Style::bold, ring.name.text()),
          std::string(jose::info(ring.policy.alg).name),
          active != nullptr ? short_kid(active->kid) : out.styled(Style::red, "none"),
          active != nullptr ? base::describe_duration(std::max(now - *active->activated_at, base::Instant::duration{0}))
                            : "-",
          std::to_string(verifying),
          next};
}

/// Nothing but names: for scripts and completion.
base::Result<int> list_names(store::Store& store, const std::string& prefix, Session& session) {
  std::string after;
  while (true) {
    JWTKEEP_TRY(const auto names, store.names(prefix, after, kPage));
    for (const auto& name : names) session.out().line(name.text());
    if (names.size() < kPage) return 0;
    after = names.back().text();
  }
}

base::Result<int> list(const ListOptions& options, Session& session) {
  JWTKEEP_TRY(auto store, session.open_store());
  if (options.names) return list_names(store, options.prefix, session);
  const auto now = Session::now();
  auto& out = session.out();
  auto json = base::Json::array();
  std::vector<std::vector<std::string>> rows{{"KEYRING", "ALG", "SIGNS", "FOR", "KEYS", "NEXT KEY SIGNS"}};
  JWTKEEP_CHECK(for_each_keyring(
      store, options.prefix, [&](const keyring::Keyring& ring, const keyring::Confirmations& confirmations) {
        if (session.json()) {
          json.push(keyring::shown_json(ring, keyring::plan(ring, ring.policy, confirmations, now)));
        } else {
          rows.push_back(row(out, ring, confirmations, now));
        }
      }));
  if (session.json()) {
    out.document(json);
  } else if (rows.size() == 1) {
    out.note(options.prefix.empty() ? "No keyring yet. Make one with: jwtkeep new orders/prod"
                                    : "No keyring begins with " + printable(options.prefix) + ".");
  } else {
    out.write(table(rows));
  }
  return 0;
}

}  // namespace

void add_list(Commands& commands) {
  auto options = std::make_shared<ListOptions>();
  auto& app = commands.add("list", "List the keyrings", "  jwtkeep list\n  jwtkeep list orders/");
  app.add_option("prefix", options->prefix, "only names that begin with this")->type_name("PREFIX");
  app.add_flag("--names", options->names, "print names only, one a line");
  commands.on(app, [options](Session& session) { return list(*options, session); });
}

}  // namespace jwtkeep::cli
