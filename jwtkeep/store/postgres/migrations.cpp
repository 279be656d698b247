#include "jwtkeep/store/postgres/migrations.hpp"

#include <fmt/format.h>

#include <array>
#include <string>

#include "jwtkeep/store/backend.hpp"

namespace jwtkeep::store {
namespace {

using base::fail;
using base::Reason;

/// "jwkp", as the two halves of a lock on the whole database: only one makes or changes a schema at a time.
constexpr auto kLock = "SELECT pg_advisory_xact_lock(1786997616, 1)";

/// Keys and values are bytes: their order is that of the bytes whatever the database's collation, and any byte is
/// taken.
std::string rows_tables(const std::string& schema) {
  constexpr std::array<std::string_view, kSpaces.size()> kSentences{
      "The store''s identity and the head of its audit trail.",
      "The master key, sealed under each key file or passphrase that opens the store.",
      "A keyring''s policy, its revision, and the authenticated list of its keys.",
      "What is known of a key, and its secret, sealed.",
      "When rotate --due has to look at a keyring again.",
      "What a destination holds of a keyring, as it has confirmed.",
      "The audit trail: one entry a row, each bound to the one before.",
      "Which entries of the audit trail are about a keyring.",
      "Which keys hold the same secret, by keyed fingerprints.",
  };
  std::string sql;
  for (const auto space : kSpaces) {
    const auto table = schema + "." + quoted(word(space));
    sql += fmt::format("CREATE TABLE {0} (key bytea PRIMARY KEY, value bytea NOT NULL); COMMENT ON TABLE {0} IS '{1}';",
                       table, kSentences.at(static_cast<std::size_t>(space)));
  }
  return sql;
}

/// One row: who writes holds its lock, and every commit counts in it. Room is left in the page, so that the row is
/// renewed in place. The count begins anywhere, so that a store that was made anew is not taken for the one before.
std::string state_table(const std::string& schema) {
  return fmt::format(
      "CREATE TABLE {0}.state (one boolean PRIMARY KEY CHECK (one), generation bigint NOT NULL, writer bytea NOT NULL) "
      "WITH (fillfactor = 10); COMMENT ON TABLE {0}.state IS 'The lock of the one writer, how many changes were "
      "committed, and a mark of the last of them.'; INSERT INTO {0}.state VALUES (true, (random() * 1e15)::bigint, "
      "'');",
      schema);
}

/// Number n is at n - 1. What was published once is never changed: a new number is added.
constexpr std::array<std::string (*)(const std::string&), 2> kMigrations{rows_tables, state_table};

base::Result<std::int64_t> number_of(PostgresConnection& connection, const std::string& sql) {
  const auto rows = connection.run(sql);
  if (!rows) return std::unexpected(rows.error().error);
  return rows->empty() || rows->front()[0].is_null() ? 0 : rows->front()[0].as<std::int64_t>();
}

base::Result<void> must(std::expected<pqxx::result, PostgresError> done) {
  if (!done) return std::unexpected(std::move(done).error().error);
  return {};
}

/// Takes one step where it is still to be taken; false when there is none left.
base::Result<bool> take_step(PostgresConnection& connection, const PostgresUrl& url, std::int64_t newest) {
  const auto schema = quoted(url.schema());
  JWTKEEP_CHECK(must(connection.run(kLock)));
  JWTKEEP_TRY(
      const auto there,
      number_of(connection, fmt::format("SELECT count(*) FROM pg_namespace WHERE nspname = '{}'", url.schema())));
  // Not IF NOT EXISTS: that asks for the right to make schemas also where there is nothing to make.
  if (there == 0) JWTKEEP_CHECK(must(connection.run("CREATE SCHEMA " + schema)));
  JWTKEEP_TRY(const auto kept, number_of(connection, fmt::format("SELECT count(*) FROM pg_class WHERE relname = "
                                                                 "'migrations' AND relnamespace = '{}'::regnamespace",
                                                                 url.schema())));
  if (kept == 0) {
    JWTKEEP_CHECK(must(connection.run(fmt::format(
        "CREATE TABLE {0}.migrations (number bigint PRIMARY KEY, at timestamptz NOT NULL DEFAULT now()); "
        "COMMENT ON TABLE {0}.migrations IS 'Which changes of its tables this jwtkeep store has gone through.'",
        schema))));
  }
  JWTKEEP_TRY(const auto number, schema_number(connection, url));
  if (number >= newest) return false;
  JWTKEEP_CHECK(must(connection.run(kMigrations.at(static_cast<std::size_t>(number))(schema))));
  JWTKEEP_CHECK(
      must(connection.run(fmt::format("INSERT INTO {}.migrations (number) VALUES ({})", schema, number + 1))));
  return true;
}

}  // namespace

std::int64_t newest_schema() noexcept { return static_cast<std::int64_t>(kMigrations.size()); }

base::Result<std::int64_t> schema_number(PostgresConnection& connection, const PostgresUrl& url) {
  JWTKEEP_TRY(const auto number,
              number_of(connection, fmt::format("SELECT max(number) FROM {}.migrations", quoted(url.schema()))));
  if (number > newest_schema()) {
    return fail(Reason::newer_format,
                fmt::format("{} was written by a newer jwtkeep (its tables have number {}, this one knows {})",
                            url.shown(), number, newest_schema()),
                "use that version, or a newer one");
  }
  return number;
}

base::Result<SchemaContent> look_into_schema(PostgresConnection& connection, const PostgresUrl& url) {
  // Whether it is there; how many tables it has; whether one is ours; whether everybody may use it.
  const auto found = connection.run(fmt::format(
      "SELECT (SELECT count(*) FROM pg_class c WHERE c.relnamespace = n.oid), "
      "(SELECT count(*) FROM pg_class c WHERE c.relnamespace = n.oid AND c.relname = 'migrations'), "
      "(SELECT count(*) FROM aclexplode(n.nspacl) a WHERE a.grantee = 0) FROM pg_namespace n WHERE n.nspname = '{}'",
      url.schema()));
  if (!found) return std::unexpected(found.error().error);
  if (found->empty()) return SchemaContent::missing;
  const auto row = found->front();
  if (row[2].as<std::int64_t>() != 0) {
    return fail(Reason::permission, fmt::format("everybody on the server may use the schema of {}", url.shown()),
                fmt::format("run on it: REVOKE ALL ON SCHEMA {} FROM PUBLIC", quoted(url.schema())));
  }
  if (row[0].as<std::int64_t>() == 0) return SchemaContent::nothing;
  if (row[1].as<std::int64_t>() == 0) return SchemaContent::other;
  JWTKEEP_TRY(const auto number, schema_number(connection, url));
  if (number == 0) return SchemaContent::tables;
  std::string any;
  for (const auto space : kSpaces) {
    any += (any.empty() ? "SELECT (" : " OR ") +
           fmt::format("EXISTS (SELECT 1 FROM {}.{})", quoted(url.schema()), quoted(word(space)));
  }
  JWTKEEP_TRY(const auto rows, number_of(connection, any + ")::int"));
  return rows == 0 ? SchemaContent::tables : SchemaContent::store;
}

base::Result<void> migrate_schema(PostgresConnection& connection, const PostgresUrl& url, std::int64_t newest) {
  while (true) {
    JWTKEEP_CHECK(must(connection.run("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")));
    const auto taken = take_step(connection, url, newest);
    const auto ended = connection.run(taken ? "COMMIT" : "ROLLBACK");
    if (!taken) return std::unexpected(taken.error());
    if (!ended) return std::unexpected(ended.error().error);
    if (!*taken) return {};
  }
}

}  // namespace jwtkeep::store
