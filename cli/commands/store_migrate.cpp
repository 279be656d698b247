#include <fmt/format.h>

#include "cli/commands/store.hpp"
#include "cli/new_place.hpp"
#include "cli/progress.hpp"
#include "jwtkeep/base/counted.hpp"
#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/opening/store_place.hpp"
#include "jwtkeep/store/copy.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;

struct StoreMigrateOptions {
  std::string from;
  std::string to;
};

/// What was copied, and what is known of it.
struct Migration {
  std::string from;
  std::string to;
  store::Tally tally;
  bool source_changed = false;           ///< somebody wrote to it meanwhile: that is not in the copy
  std::optional<store::TrailHead> head;  ///< of the copy's audit trail, checked whole
  std::string unchecked;                 ///< why it was not
};

/// What opens the store, from where the key of either place lies.
base::Result<std::optional<store::Opener>> find_opener(const Session& session, const Migration& migration,
                                                       store::Backend& copy) {
  JWTKEEP_TRY(const auto ways, store::peek_ways_in(copy));
  JWTKEEP_TRY(auto opener, session.opener_at_hand(migration.from, ways));
  if (opener) return opener;
  return session.opener_at_hand(migration.to, ways);
}

/// Whether the key that is here cannot open the copy; whether the copy is whole is not known then. A KMS may be out of
/// reach, or refuse.
bool is_about_the_key(Reason reason, store::Opener::Kind kind) {
  switch (reason) {
    case Reason::wrong_key_file:
    case Reason::wrong_passphrase:
    case Reason::wrong_master_key: return true;
    case Reason::io_failed:
    case Reason::busy:
    case Reason::permission:
    case Reason::not_found: return kind == store::Opener::Kind::remote;
    default: return false;
  }
}

/// Opens the copy with the key, where the key is here, and checks its audit trail whole. A key that opens another store
/// leaves the copy unchecked; a broken trail is an error.
base::Result<void> check_trail(const Session& session, std::unique_ptr<store::Backend> copy, Migration& migration) {
  const auto opener = find_opener(session, migration, *copy);
  if (!opener || !*opener) {
    migration.unchecked = opener ? "its key is not here" : opener.error().what;
    return {};
  }
  auto store = store::Store::open(std::move(copy), **opener);
  if (!store) {
    if (!is_about_the_key(store.error().reason, (*opener)->kind())) return std::unexpected(store.error());
    migration.unchecked = store.error().what;
    return {};
  }
  JWTKEEP_TRY(migration.head, store->verify_trail());
  return {};
}

void tell(Session& session, const Migration& migration) {
  auto& out = session.out();
  if (session.json()) {
    auto rows = base::Json::object();
    for (const auto space : store::kSpaces) {
      rows.set(std::string(store::word(space)), migration.tally.rows.at(static_cast<std::size_t>(space)));
    }
    auto json = base::Json::object({{"from", migration.from},
                                    {"to", migration.to},
                                    {"rows", rows},
                                    {"digest", base::hex_encode(migration.tally.digest)},
                                    {"source_changed", base::Json(migration.source_changed)}});
    json.set("head", migration.head ? base::Json(store::format_head(*migration.head)) : base::Json(nullptr));
    out.document(json);
    return;
  }
  const auto keyrings = migration.tally.rows.at(static_cast<std::size_t>(store::Space::keyrings));
  out.line(fmt::format("copied {} ({}) to {}, read back and compared: equal",
                       base::counted(migration.tally.all(), "row"), base::counted(keyrings, "keyring"), migration.to));
  if (migration.head) {
    out.line(fmt::format("the audit trail is whole: {} entries", migration.head->count));
  } else {
    out.note("The audit trail was not checked: " + migration.unchecked + ". Check it with: jwtkeep log verify");
  }
  out.note(
      fmt::format("{} stands as it was. Point every machine at the new place (--store, JWTKEEP_STORE) before anybody "
                  "writes to the old one again.",
                  migration.from));
}

base::Result<int> migrate(const StoreMigrateOptions& options, Session& session) {
  Migration migration;
  JWTKEEP_TRY(migration.from, opening::store_place(options.from));
  JWTKEEP_TRY(migration.to, opening::store_place(options.to));
  JWTKEEP_TRY(auto from, opening::open_backend(migration.from));
  JWTKEEP_CHECK(from->check_container());
  JWTKEEP_TRY(auto to, create_backend(migration.to));
  JWTKEEP_TRY(const auto before, from->generation());
  Progress progress("rows");
  JWTKEEP_TRY(migration.tally,
              store::copy_rows(*from, *to, [&](std::uint64_t done) { progress.show(static_cast<std::size_t>(done)); }));
  progress.end();
  JWTKEEP_TRY(const auto after, from->generation());
  migration.source_changed = before != after;
  JWTKEEP_CHECK(check_trail(session, std::move(to), migration));
  tell(session, migration);
  if (migration.source_changed) {
    session.out().warn("somebody wrote to " + migration.from +
                       " meanwhile; the copy may not hold that: copy again into an "
                       "empty place while nobody writes");
  }
  return 0;
}

}  // namespace

void add_store_migrate(Commands& commands, Arguments& store) {
  auto options = std::make_shared<StoreMigrateOptions>();
  auto& copy =
      Commands::add_under(store, "migrate", "Copy every row to an empty place, and prove that nothing was lost",
                          "  jwtkeep store migrate ./secrets.db postgres://keeper@db.example.com/keys\n"
                          "  jwtkeep store migrate postgres://keeper@db.example.com/keys ./secrets.db\n"
                          "  jwtkeep store migrate ./secrets.db ./copy.db");
  copy.add_option("from", options->from, "the store: a file, or postgres://USER@HOST/DATABASE; it is not changed")
      ->required()
      ->type_name("PATH");
  copy.add_option("to", options->to, "the new place, likewise: no file yet, or a database without a store")
      ->required()
      ->type_name("PATH");
  commands.on(copy, [options](Session& session) { return migrate(*options, session); });
}

}  // namespace jwtkeep::cli
