#include "jwtkeep/store/postgres/transaction.hpp"

#include <algorithm>
#include <pqxx/binarystring>

namespace jwtkeep::store {
namespace {

using base::fail;
using base::Reason;

constexpr std::size_t kMostUnsentBytes = std::size_t{4} << 20;
constexpr std::size_t kMostKnown = 64;  // rows of one range that are kept: more are a walk, not a keyring
constexpr std::size_t kMostRows = std::size_t{1} << 40;

/// libpqxx sends these as bytes, with any of them in it.
pqxx::binarystring bytes(std::string_view text) { return {text.data() == nullptr ? "" : text.data(), text.size()}; }

}  // namespace

base::Result<pqxx::result> PostgresTransaction::note(std::expected<pqxx::result, PostgresError> done) {
  if (done) return *std::move(done);
  if (!failed_) failed_ = done.error().error;
  return std::unexpected(std::move(done).error().error);
}

base::Result<std::vector<Row>> PostgresTransaction::read_rows(const pqxx::result& found) {
  std::vector<Row> rows;
  rows.reserve(found.size());
  for (const auto& row : found) {
    JWTKEEP_TRY(auto key, bytea(row[0]));
    JWTKEEP_TRY(auto value, bytea(row[1]));
    rows.push_back({.key = std::move(key), .value = std::move(value)});
  }
  return rows;
}

base::Result<std::optional<std::string>> PostgresTransaction::get(Space space, std::string_view key) {
  if (const auto* known = rows(space).find(key)) return *known;
  JWTKEEP_TRY(const auto found,
              note(connection_.run_prepared("SELECT value FROM " + table(space) + " WHERE key = $1", bytes(key))));
  std::optional<std::string> value;
  if (!found.empty()) {
    JWTKEEP_TRY(value, bytea(found.front()[0]));
  }
  rows(space).learn(key, value);
  return value;
}

base::Result<std::vector<Row>> PostgresTransaction::range(Space space, std::string_view from, std::string_view until,
                                                          std::size_t limit) {
  auto& known = rows(space);
  // As many more as unsent changes may take away from what the server has: what is cut off behind is then not missed.
  const auto ask = static_cast<std::int64_t>(std::min(limit, kMostRows) + known.unsent_count());
  const auto select = "SELECT key, value FROM " + table(space) + " WHERE key >= $1";
  JWTKEEP_TRY(const auto found,
              note(until.empty() ? connection_.run_prepared(select + " ORDER BY key LIMIT $2", bytes(from), ask)
                                 : connection_.run_prepared(select + " AND key < $3 ORDER BY key LIMIT $2", bytes(from),
                                                            ask, bytes(until))));
  JWTKEEP_TRY(auto rows, read_rows(found));
  if (known.unsent_count() != 0) rows = known.over(std::move(rows), from, until);
  if (rows.size() > limit) rows.resize(limit);
  if (rows.size() <= kMostKnown) {
    for (const auto& row : rows) known.learn(row.key, row.value);
  }
  return rows;
}

base::Result<std::optional<Row>> PostgresTransaction::last(Space space) {
  JWTKEEP_CHECK(send(space));
  JWTKEEP_TRY(const auto found,
              note(connection_.run_prepared("SELECT key, value FROM " + table(space) + " ORDER BY key DESC LIMIT 1")));
  JWTKEEP_TRY(auto rows, read_rows(found));
  if (rows.empty()) return std::optional<Row>{};
  return std::optional(std::move(rows.front()));
}

base::Result<void> PostgresTransaction::put(Space space, std::string_view key, std::string_view value) {
  return change(space, key, std::string(value));
}

base::Result<void> PostgresTransaction::erase(Space space, std::string_view key) {
  return change(space, key, std::nullopt);
}

base::Result<void> PostgresTransaction::change(Space space, std::string_view key, std::optional<std::string> value) {
  if (!may_write_) return fail(Reason::internal, "a reading transaction was asked to write");
  unsent_bytes_ += key.size() + (value ? value->size() : 0);
  rows(space).change(key, std::move(value));
  return unsent_bytes_ > kMostUnsentBytes ? send_all() : base::Result<void>{};
}

base::Result<void> PostgresTransaction::send(Space space) {
  auto& known = rows(space);
  if (known.unsent_count() == 0) return {};
  const auto unsent = known.unsent();
  if (!unsent.erased_keys.empty()) {
    JWTKEEP_CHECK(note(connection_.run_prepared("DELETE FROM " + table(space) + " WHERE key = ANY ($1::bytea[])",
                                                unsent.erased_keys)));
  }
  if (!unsent.put_keys.empty()) {
    JWTKEEP_CHECK(note(connection_.run_prepared("INSERT INTO " + table(space) +
                                                    " (key, value) SELECT * FROM unnest($1::bytea[], $2::bytea[]) " +
                                                    "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                                                unsent.put_keys, unsent.put_values)));
  }
  known.sent();
  return {};
}

base::Result<void> PostgresTransaction::send_all() {
  for (const auto space : kSpaces) JWTKEEP_CHECK(send(space));
  unsent_bytes_ = 0;
  return {};
}

}  // namespace jwtkeep::store
