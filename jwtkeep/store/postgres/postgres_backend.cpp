#include "jwtkeep/store/postgres/postgres_backend.hpp"

#include <fmt/format.h>

#include <mutex>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/random.hpp"
#include "jwtkeep/store/postgres/connection.hpp"
#include "jwtkeep/store/postgres/failure.hpp"
#include "jwtkeep/store/postgres/listener.hpp"
#include "jwtkeep/store/postgres/migrations.hpp"
#include "jwtkeep/store/postgres/transaction.hpp"

namespace jwtkeep::store {
namespace {

using base::fail;
using base::Reason;

constexpr std::size_t kMarkBytes = 16;

std::unexpected<base::Error> nested() { return fail(Reason::internal, "a transaction was begun within another"); }

}  // namespace

/// What the next writing transaction will be known by.
struct Claim {
  std::int64_t generation = 0;
  std::string mark;  ///< hex
};

class PostgresBackend::Impl {
 public:
  Impl(PostgresUrl url, std::unique_ptr<PostgresConnection> connection)
      : url_(std::move(url)), schema_(quoted(url_.schema())), connection_(std::move(connection)) {}

  [[nodiscard]] const PostgresUrl& url() const noexcept { return url_; }
  [[nodiscard]] const std::string& schema() const noexcept { return schema_; }
  [[nodiscard]] PostgresConnection& connection() noexcept { return *connection_; }

  /// Runs a statement that begins something. Where the connection turns out to have broken since its last use, nothing
  /// has been done yet: it is made anew, once.
  base::Result<pqxx::result> begin(const std::string& sql) {
    bool fresh = false;
    if (!connection_ || !connection_->is_open()) {
      JWTKEEP_CHECK(connect());
      fresh = true;
    }
    auto done = connection_->run(sql);
    if (!done && done.error().lost && !fresh) {
      JWTKEEP_CHECK(connect());
      done = connection_->run(sql);
    }
    if (!done) {
      auto error = done.error();
      // It may be in a transaction that has failed: waiting for the lock took too long.
      if (!error.lost) (void)connection_->run("ROLLBACK");
      if (error.lost) connection_.reset();
      return std::unexpected(std::move(error.error));
    }
    return *std::move(done);
  }

  /// Ends a transaction that leaves nothing behind.
  void roll_back() {
    const auto done = connection_->run("ROLLBACK");
    if (!done) connection_.reset();
  }

  base::Result<void> begin_read();
  base::Result<Claim> begin_write();
  base::Result<void> commit(const Claim& claim);
  void vacuum();

  std::recursive_mutex mutex;  // recursive, so that a transaction within another is refused rather than stuck
  bool busy = false;
  KnownStore known;

 private:
  /// Forgets what is known: another server may answer under the same address, with another past.
  base::Result<void> connect() {
    known.forget();
    JWTKEEP_TRY(connection_, PostgresConnection::open(url_));
    return {};
  }
  std::unexpected<base::Error> no_state() {
    roll_back();
    return fail(Reason::tampered, fmt::format("the store {} is damaged: its table state has no row", url_.shown()),
                "restore a backup: jwtkeep restore FILE");
  }
  base::Result<bool> was_committed(const Claim& claim);

  PostgresUrl url_;
  std::string schema_;
  std::unique_ptr<PostgresConnection> connection_;  ///< empty after it broke
};

namespace {

/// Marks the connection as being in a transaction.
class Busy {
 public:
  explicit Busy(PostgresBackend::Impl& impl) : impl_(impl) { impl_.busy = true; }
  Busy(const Busy&) = delete;
  Busy& operator=(const Busy&) = delete;
  ~Busy() { impl_.busy = false; }

 private:
  PostgresBackend::Impl& impl_;
};

}  // namespace

/// One moment, and which one: what is known of the same needs not to be asked for again.
base::Result<void> PostgresBackend::Impl::begin_read() {
  JWTKEEP_TRY(const auto rows,
              begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT generation FROM " + schema_ + ".state"));
  if (rows.empty()) return no_state();
  known.see(rows.front()[0].as<std::int64_t>());
  return {};
}

/// The row's lock makes writers take turns, between machines too. READ COMMITTED, because every statement behind the
/// lock has to see what the writer before has committed; nothing can change meanwhile, so that all of them see one
/// moment.
base::Result<Claim> PostgresBackend::Impl::begin_write() {
  Claim claim;
  claim.mark = base::hex_encode(crypto::random_bytes(kMarkBytes));
  JWTKEEP_TRY(const auto rows,
              begin(fmt::format("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; UPDATE {}.state SET generation = "
                                "generation + 1, writer = '\\x{}' RETURNING generation, pg_notify('{}', '{}')",
                                schema_, claim.mark, kChannel, url_.schema())));
  if (rows.empty()) return no_state();
  claim.generation = rows.front()[0].as<std::int64_t>();
  known.see(claim.generation - 1);
  return claim;
}

base::Result<void> PostgresBackend::Impl::commit(const Claim& claim) {
  const auto done = connection_->run("COMMIT");
  if (done) {
    known.committed(claim.generation);
    return {};
  }
  known.forget();
  if (!done.error().lost) {
    // The server is there and says that it did not.
    roll_back();
    return std::unexpected(done.error().error);
  }
  connection_.reset();
  JWTKEEP_TRY(const bool committed, was_committed(claim));
  if (committed) return {};
  return std::unexpected(connection_lost(url_));
}

/// Looks on a new connection what became of a COMMIT that was not answered. Taking the row's lock waits for whoever
/// still holds it, the broken session's own transaction above all. Errors: the outcome is not known.
base::Result<bool> PostgresBackend::Impl::was_committed(const Claim& claim) {
  const auto look = fmt::format("SELECT generation, writer = '\\x{}' FROM {}.state FOR UPDATE", claim.mark, schema_);
  const auto rows = begin(look);
  if (!rows || rows->empty()) return std::unexpected(outcome_unknown(url_));
  const auto row = rows->front();
  if (row[1].as<bool>()) return true;
  // Nobody has taken this number, so neither did we. Where somebody has, it may have been before or after us.
  if (row[0].as<std::int64_t>() < claim.generation) return false;
  return std::unexpected(outcome_unknown(url_));
}

/// Old versions of rows lie in the tables until somebody cleans up. Their bytes may stay in a page until it is used
/// again, and in the server's log: docs/store.md says what that means. Nobody waits for it, and who may not clean up
/// need not.
void PostgresBackend::Impl::vacuum() {
  for (const auto space : {Space::keys, Space::slots}) {
    (void)connection_->run("VACUUM (SKIP_LOCKED, TRUNCATE FALSE) " + schema_ + "." + quoted(word(space)));
  }
}

PostgresBackend::PostgresBackend(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
PostgresBackend::~PostgresBackend() = default;

base::Result<std::unique_ptr<Backend>> PostgresBackend::open(const PostgresUrl& url, Mode mode) {
  JWTKEEP_TRY(auto connection, PostgresConnection::open(url));
  JWTKEEP_TRY(const auto content, look_into_schema(*connection, url));
  const bool empty = content == SchemaContent::missing || content == SchemaContent::nothing;
  if (mode == Mode::existing && empty) {
    return fail(Reason::no_store, "there is no store in " + url.shown(), "make one with: jwtkeep init");
  }
  if (content == SchemaContent::other) {
    if (mode == Mode::create) {
      return fail(Reason::already_exists, "there is something in the schema of " + url.shown() + " already",
                  "choose another schema with ?schema=NAME in the address");
    }
    return fail(Reason::tampered, "the schema of " + url.shown() + " is not a jwtkeep store",
                "check --store and JWTKEEP_STORE");
  }
  if (mode == Mode::create && content == SchemaContent::store) {
    return fail(Reason::already_exists, "there is a store in " + url.shown() + " already",
                "use it, or choose another schema with ?schema=NAME in the address");
  }
  JWTKEEP_TRY(const auto number, empty ? base::Result<std::int64_t>(0) : schema_number(*connection, url));
  if (number < newest_schema()) JWTKEEP_CHECK(migrate_schema(*connection, url, newest_schema()));
  return std::make_unique<PostgresBackend>(std::make_unique<Impl>(url, std::move(connection)));
}

base::Result<void> PostgresBackend::read(const std::function<base::Result<void>(Transaction&)>& work) {
  const std::lock_guard lock(impl_->mutex);
  if (impl_->busy) return nested();
  const Busy busy(*impl_);
  JWTKEEP_CHECK(impl_->begin_read());
  PostgresTransaction transaction(impl_->connection(), impl_->schema(), impl_->known, false);
  const auto done = work(transaction);
  if (transaction.failed()) impl_->known.forget();
  impl_->roll_back();
  if (done && transaction.failed()) return std::unexpected(*transaction.failed());
  return done;
}

base::Result<void> PostgresBackend::write(const std::function<base::Result<void>(Transaction&)>& work) {
  const std::lock_guard lock(impl_->mutex);
  if (impl_->busy) return nested();
  const Busy busy(*impl_);
  JWTKEEP_TRY(const auto claim, impl_->begin_write());
  PostgresTransaction transaction(impl_->connection(), impl_->schema(), impl_->known, true);
  const auto done = [&]() -> base::Result<void> {
    JWTKEEP_CHECK(work(transaction));
    if (transaction.failed()) return std::unexpected(*transaction.failed());
    return transaction.send_all();
  }();
  if (!done) {
    impl_->known.forget();
    impl_->roll_back();
    return done;
  }
  JWTKEEP_CHECK(impl_->commit(claim));
  if (transaction.no_copy()) impl_->vacuum();
  return {};
}

base::Result<std::uint64_t> PostgresBackend::generation() {
  const std::lock_guard lock(impl_->mutex);
  JWTKEEP_TRY(const auto rows, impl_->busy ? base::Result<pqxx::result>(nested())
                                           : impl_->begin("SELECT generation FROM " + impl_->schema() + ".state"));
  if (rows.empty()) return std::uint64_t{0};
  return static_cast<std::uint64_t>(rows.front()[0].as<std::int64_t>());
}

base::Result<std::unique_ptr<Changes>> PostgresBackend::changes() { return PostgresListener::open(impl_->url()); }

/// Every value is read through, so that the server checks its pages and pieces, and every table is walked twice: by its
/// rows and by its index. A row that one of the two has lost is found by their counts.
base::Result<void> PostgresBackend::check_container() {
  const std::lock_guard lock(impl_->mutex);
  if (impl_->busy) return nested();
  const Busy busy(*impl_);
  JWTKEEP_CHECK(impl_->begin_read());
  const auto checked = [&]() -> base::Result<void> {
    const auto count = [&](std::string_view plan, const std::string& sql) -> base::Result<std::int64_t> {
      if (const auto set = impl_->connection().run(std::string(plan)); !set) return std::unexpected(set.error().error);
      const auto rows = impl_->connection().run(sql);
      if (!rows) return std::unexpected(rows.error().error);
      return rows->front()[0].as<std::int64_t>();
    };
    for (const auto space : kSpaces) {
      const auto table = impl_->schema() + "." + quoted(word(space));
      JWTKEEP_TRY(
          const auto rows,
          count("SET LOCAL statement_timeout = 0; SET LOCAL enable_seqscan = on; SET LOCAL enable_indexscan = off; "
                "SET LOCAL enable_indexonlyscan = off",
                "SELECT count(sha256(key || value)) FROM " + table));
      JWTKEEP_TRY(const auto indexed,
                  count("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = on",
                        "SELECT count(sha256(value)) FROM (SELECT value FROM " + table + " ORDER BY key) AS walk"));
      if (rows == indexed) continue;
      return fail(Reason::tampered,
                  fmt::format("the store {} is damaged: its table {} has {} rows, its index {}", impl_->url().shown(),
                              word(space), rows, indexed),
                  "REINDEX the schema on the server, or restore a backup: jwtkeep restore FILE");
    }
    return {};
  }();
  impl_->roll_back();
  return checked;
}

std::string PostgresBackend::place() const { return impl_->url().shown(); }

}  // namespace jwtkeep::store
