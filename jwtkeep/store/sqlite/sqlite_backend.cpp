#include "jwtkeep/store/sqlite/sqlite_backend.hpp"

#include <algorithm>
#include <array>
#include <mutex>

#include "jwtkeep/store/sqlite/database.hpp"
#include "jwtkeep/store/sqlite/file.hpp"

namespace jwtkeep::store {
namespace {

using base::fail;
using base::Reason;

constexpr std::int64_t kApplicationId = 0x6a776b70;  // "jwkp", shown by file(1)
constexpr std::int64_t kFormat = 1;
constexpr int kBusyMilliseconds = 10'000;

enum class Query : std::uint8_t { get, range, range_from, last, put, erase };
constexpr std::size_t kQueries = 6;

std::string sql_of(Space space, Query query) {
  const std::string table(word(space));
  switch (query) {
    case Query::get: return "SELECT value FROM " + table + " WHERE key = ?1";
    case Query::range:
      // Two statements, for `OR` would walk to the table's end behind the last row of the range.
      return "SELECT key, value FROM " + table + " WHERE key >= ?1 AND key < ?3 ORDER BY key LIMIT ?2";
    case Query::range_from: return "SELECT key, value FROM " + table + " WHERE key >= ?1 ORDER BY key LIMIT ?2";
    case Query::last: return "SELECT key, value FROM " + table + " ORDER BY key DESC LIMIT 1";
    case Query::put: return "INSERT OR REPLACE INTO " + table + " (key, value) VALUES (?1, ?2)";
    case Query::erase: return "DELETE FROM " + table + " WHERE key = ?1";
  }
  return {};
}

/// A sentence over each table, for whoever looks into the file.
std::string schema() {
  constexpr std::array<std::string_view, kSpaces.size()> kSentences{
      "The store's identity and the head of its audit trail.",
      "The master key, sealed under each key file or passphrase that opens the store.",
      "A keyring's policy, its revision, and the authenticated list of its keys.",
      "What is known of a key, and its secret, sealed.",
      "When rotate --due has to look at a keyring again.",
      "What a destination holds of a keyring, as it has confirmed.",
      "The audit trail: one entry a row, each bound to the one before.",
      "Which entries of the audit trail are about a keyring.",
      "Which keys hold the same secret, by keyed fingerprints.",
  };
  std::string sql;
  for (const auto space : kSpaces) {
    sql += "CREATE TABLE " + std::string(word(space)) + " (  -- " +
           std::string(kSentences.at(static_cast<std::size_t>(space))) +
           "\n  key TEXT NOT NULL PRIMARY KEY,\n  value TEXT NOT NULL\n) STRICT, WITHOUT ROWID;\n";
  }
  return sql;
}

}  // namespace

/// One connection and its prepared statements.
class SqliteBackend::Impl {
  Database database_;  // above every statement: they have to go before it, or it is never closed

 public:
  Impl(Database database, std::string path) : database_(std::move(database)), path_(std::move(path)) {}

  [[nodiscard]] sqlite3* database() const { return database_.get(); }
  [[nodiscard]] const std::string& path() const { return path_; }

  /// Prepared at its first use.
  base::Result<Statement*> statement(Space space, Query query) {
    auto& slot = statements_.at(static_cast<std::size_t>(space) * kQueries + static_cast<std::size_t>(query));
    if (!slot) {
      JWTKEEP_TRY(slot, Statement::prepare(database(), path_, sql_of(space, query)));
    }
    return &*slot;
  }

  /// A fixed statement of the connection itself: BEGIN, COMMIT, PRAGMA data_version.
  base::Result<std::int64_t> run(std::optional<Statement>& slot, const char* sql) {
    if (!slot) {
      JWTKEEP_TRY(slot, Statement::prepare(database(), path_, sql));
    }
    const InUse in_use(*slot);
    JWTKEEP_TRY(const bool row, slot->step());
    return row ? slot->number(0) : 0;
  }

  std::recursive_mutex mutex;  // recursive, so that a transaction within another is refused rather than stuck
  bool busy = false;
  bool no_copy = false;   ///< asked for by the transaction that is running
  bool wipe_log = false;  ///< the write-ahead log still holds what was to leave no copy
  std::uint64_t commits = 0;
  std::optional<Statement> begin_read, begin_write, commit, rollback, data_version;

 private:
  std::string path_;
  std::array<std::optional<Statement>, kSpaces.size() * kQueries> statements_;
};

namespace {

class SqliteTransaction final : public Transaction {
 public:
  SqliteTransaction(SqliteBackend::Impl& impl, bool may_write) : impl_(impl), may_write_(may_write) {}

  base::Result<std::optional<std::string>> get(Space space, std::string_view key) override {
    JWTKEEP_TRY(auto* statement, impl_.statement(space, Query::get));
    const InUse in_use(*statement);
    statement->bind(1, key);
    JWTKEEP_TRY(const bool row, statement->step());
    if (!row) return std::optional<std::string>{};
    return std::optional(std::string(statement->text(0)));
  }

  base::Result<std::vector<Row>> range(Space space, std::string_view from, std::string_view until,
                                       std::size_t limit) override {
    JWTKEEP_TRY(auto* statement, impl_.statement(space, until.empty() ? Query::range_from : Query::range));
    const InUse in_use(*statement);
    statement->bind(1, from);
    statement->bind(2, static_cast<std::int64_t>(std::min(limit, std::size_t{1} << 40)));
    if (!until.empty()) statement->bind(3, until);
    std::vector<Row> rows;
    while (true) {
      JWTKEEP_TRY(const bool row, statement->step());
      if (!row) return rows;
      rows.push_back({std::string(statement->text(0)), std::string(statement->text(1))});
    }
  }

  base::Result<std::optional<Row>> last(Space space) override {
    JWTKEEP_TRY(auto* statement, impl_.statement(space, Query::last));
    const InUse in_use(*statement);
    JWTKEEP_TRY(const bool row, statement->step());
    if (!row) return std::optional<Row>{};
    return std::optional(Row{std::string(statement->text(0)), std::string(statement->text(1))});
  }

  base::Result<void> put(Space space, std::string_view key, std::string_view value) override {
    return change(space, Query::put, key, value);
  }
  base::Result<void> erase(Space space, std::string_view key) override {
    return change(space, Query::erase, key, std::nullopt);
  }
  void leave_no_copy() noexcept override { impl_.no_copy = true; }

 private:
  base::Result<void> change(Space space, Query query, std::string_view key, std::optional<std::string_view> value) {
    if (!may_write_) return fail(Reason::internal, "a reading transaction was asked to write");
    JWTKEEP_TRY(auto* statement, impl_.statement(space, query));
    const InUse in_use(*statement);
    statement->bind(1, key);
    if (value) statement->bind(2, *value);
    JWTKEEP_CHECK(statement->step());
    return {};
  }

  SqliteBackend::Impl& impl_;
  bool may_write_;
};

/// Marks the connection as being in a transaction.
class Busy {
 public:
  explicit Busy(SqliteBackend::Impl& impl) : impl_(impl) { impl_.busy = true; }
  Busy(const Busy&) = delete;
  Busy& operator=(const Busy&) = delete;
  ~Busy() { impl_.busy = false; }

 private:
  SqliteBackend::Impl& impl_;
};

std::unexpected<base::Error> nested() { return fail(Reason::internal, "a transaction was begun within another"); }

base::Result<Database> connect(const std::string& path) {
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  Database database(handle);
  if (code != SQLITE_OK) return std::unexpected(database_error(handle, path, "open"));
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, kBusyMilliseconds);
  // Nothing in the file's schema may call functions, however the file came here.
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  JWTKEEP_CHECK(execute(handle, path,
                        "PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA cell_size_check=ON; "
                        "PRAGMA temp_store=MEMORY;"));
  return database;
}

/// What an SQLite file is to us.
enum class Content : std::uint8_t {
  nothing,  ///< no tables: not yet a store
  tables,   ///< a store's tables without a row: its making was interrupted
  store,
  other,  ///< another program's
};

base::Result<Content> look_inside(sqlite3* database, const std::string& path) {
  JWTKEEP_TRY(const auto application, query_number(database, path, "PRAGMA application_id"));
  if (application != kApplicationId) {
    JWTKEEP_TRY(const auto entries, query_number(database, path, "SELECT count(*) FROM sqlite_schema"));
    return application == 0 && entries == 0 ? Content::nothing : Content::other;
  }
  JWTKEEP_TRY(const auto format, query_number(database, path, "PRAGMA user_version"));
  if (format != kFormat) return Content::store;
  for (const auto space : kSpaces) {
    JWTKEEP_TRY(const auto rows,
                query_number(database, path, "SELECT EXISTS (SELECT 1 FROM " + std::string(word(space)) + ")"));
    if (rows != 0) return Content::store;
  }
  return Content::tables;
}

/// `nothing` or `tables`; whatever else is there is not for a new store to take.
base::Result<Content> look_for_room(sqlite3* database, const std::string& path) {
  const auto content = look_inside(database, path);
  if (!content && content.error().reason != Reason::tampered) return content;
  if (!content || *content == Content::other) return something_there(path);
  if (*content == Content::store) {
    return fail(Reason::already_exists, "there is a store at " + path + " already",
                "use it, or choose another place with --store");
  }
  return content;
}

/// Makes the tables in a new file, or takes one whose making was interrupted. Two may do this at once.
base::Result<void> make_schema(sqlite3* database, const std::string& path) {
  // Once before anything is written, so that a file of another program stays as it is, and once with the lock held.
  JWTKEEP_CHECK(look_for_room(database, path));
  JWTKEEP_CHECK(execute(database, path, "PRAGMA journal_mode=WAL; BEGIN IMMEDIATE;"));
  const auto done = [&]() -> base::Result<void> {
    JWTKEEP_TRY(const auto content, look_for_room(database, path));
    const auto sql = "PRAGMA application_id=" + std::to_string(kApplicationId) +
                     "; PRAGMA user_version=" + std::to_string(kFormat) + ";" + schema();
    return execute(database, path, (content == Content::nothing ? sql : std::string{}) + "COMMIT;");
  }();
  if (!done && sqlite3_get_autocommit(database) == 0) (void)execute(database, path, "ROLLBACK;");
  return done;
}

base::Result<void> check_format(sqlite3* database, const std::string& path) {
  JWTKEEP_TRY(const auto application, query_number(database, path, "PRAGMA application_id"));
  if (application != kApplicationId) {
    JWTKEEP_TRY(const auto content, look_inside(database, path));
    if (content == Content::nothing) {
      return fail(Reason::no_store, "there is no store in " + path + ": its making was interrupted",
                  "run again: jwtkeep init");
    }
    return fail(Reason::tampered, path + " is an SQLite database, but not a jwtkeep store",
                "check --store and JWTKEEP_STORE");
  }
  JWTKEEP_TRY(const auto format, query_number(database, path, "PRAGMA user_version"));
  if (format > kFormat) {
    return fail(Reason::newer_format, path + " was written by a newer jwtkeep (format " + std::to_string(format) + ")",
                "use that version, or a newer one");
  }
  return {};
}

}  // namespace

namespace {

/// After an error the file stays: somebody else may be finishing it, and the next making takes it up.
base::Result<std::unique_ptr<Backend>> create(const std::string& path) {
  JWTKEEP_TRY(const auto file, create_store_file(path));
  // SQLite would take a few bytes of anything for an empty database.
  if (file == NewFile::was_there && !may_be_database(path)) return something_there(path);
  auto database = connect(path);
  if (!database && database.error().reason == Reason::tampered) return something_there(path);
  if (!database) return std::unexpected(std::move(database).error());
  JWTKEEP_CHECK(make_schema(database->get(), path));
  return std::make_unique<SqliteBackend>(std::make_unique<SqliteBackend::Impl>(*std::move(database), path));
}

}  // namespace

SqliteBackend::SqliteBackend(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
SqliteBackend::~SqliteBackend() = default;

base::Result<std::unique_ptr<Backend>> SqliteBackend::open(const std::string& path, Mode mode) {
  if (mode == Mode::create) return create(path);
  JWTKEEP_CHECK(check_store_file(path));
  JWTKEEP_TRY(auto database, connect(path));
  JWTKEEP_CHECK(check_format(database.get(), path));
  return std::make_unique<SqliteBackend>(std::make_unique<Impl>(std::move(database), path));
}

namespace {

/// Folds the write-ahead log into the file and cuts it, for it holds the old pages. A reader in another process may
/// keep it; it is not waited for, for the change is committed: the next change tries again.
void wipe_log(SqliteBackend::Impl& impl) {
  sqlite3_busy_timeout(impl.database(), 0);
  const int code = sqlite3_wal_checkpoint_v2(impl.database(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  impl.wipe_log = code != SQLITE_OK;
  sqlite3_busy_timeout(impl.database(), kBusyMilliseconds);
}

}  // namespace

base::Result<void> SqliteBackend::read(const std::function<base::Result<void>(Transaction&)>& work) {
  const std::lock_guard lock(impl_->mutex);
  if (impl_->busy) return nested();
  const Busy busy(*impl_);
  JWTKEEP_CHECK(impl_->run(impl_->begin_read, "BEGIN"));
  SqliteTransaction transaction(*impl_, false);
  const auto done = work(transaction);
  // A reading transaction has nothing to lose by either end.
  JWTKEEP_CHECK(impl_->run(impl_->rollback, "ROLLBACK"));
  return done;
}

base::Result<void> SqliteBackend::write(const std::function<base::Result<void>(Transaction&)>& work) {
  const std::lock_guard lock(impl_->mutex);
  if (impl_->busy) return nested();
  const Busy busy(*impl_);
  impl_->no_copy = false;
  JWTKEEP_CHECK(impl_->run(impl_->begin_write, "BEGIN IMMEDIATE"));
  const auto done = [&]() -> base::Result<void> {
    SqliteTransaction transaction(*impl_, true);
    JWTKEEP_CHECK(work(transaction));
    JWTKEEP_CHECK(impl_->run(impl_->commit, "COMMIT"));
    return {};
  }();
  if (!done) {
    // Some errors (a full disk) have rolled back already.
    if (sqlite3_get_autocommit(impl_->database()) == 0) (void)impl_->run(impl_->rollback, "ROLLBACK");
    return done;
  }
  ++impl_->commits;
  impl_->wipe_log |= impl_->no_copy;
  if (impl_->wipe_log) wipe_log(*impl_);
  return {};
}

base::Result<std::uint64_t> SqliteBackend::generation() {
  const std::lock_guard lock(impl_->mutex);
  JWTKEEP_TRY(const auto version, impl_->run(impl_->data_version, "PRAGMA data_version"));
  // data_version moves with other connections' commits, our own are counted.
  return (static_cast<std::uint64_t>(version) << 32U) + impl_->commits;
}

namespace {

/// SQLite takes what is missing of a file's last page for zeros, which may pass for a shorter value. The size tells,
/// once the write-ahead log has been folded in: before that, a page that a crash has torn may still lie in there.
base::Result<void> check_size(const SqliteBackend::Impl& impl) {
  int in_log = 0;
  int folded = 0;
  const int code = sqlite3_wal_checkpoint_v2(impl.database(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &in_log, &folded);
  // Others are using the log: it cannot be told now, and what they read is checked below all the same.
  if (code != SQLITE_OK || in_log != folded) return {};
  JWTKEEP_TRY(const auto page_bytes, query_number(impl.database(), impl.path(), "PRAGMA page_size"));
  JWTKEEP_TRY(const auto bytes, file_bytes(impl.path()));
  if (bytes % page_bytes == 0) return {};
  return std::unexpected(damaged(impl.path(), "its last page was cut"));
}

}  // namespace

base::Result<void> SqliteBackend::check_container() {
  const std::lock_guard lock(impl_->mutex);
  if (impl_->busy) return nested();
  const Busy busy(*impl_);
  JWTKEEP_CHECK(check_size(*impl_));
  JWTKEEP_TRY(auto check, Statement::prepare(impl_->database(), impl_->path(), "PRAGMA quick_check(1)"));
  JWTKEEP_TRY(const bool row, check.step());
  if (row && check.text(0) == "ok") return {};
  return std::unexpected(damaged(impl_->path(), row ? check.text(0) : "it cannot be checked"));
}

std::string SqliteBackend::place() const { return impl_->path(); }

}  // namespace jwtkeep::store
