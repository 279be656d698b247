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

void PostgresTransaction::expect(const std::vector<Expectation>& rows) {
  for (const auto space : kSpaces) known_[space].expected = {};
  for (const auto& row : rows) {
    auto& expected = known_[row.space].expected;
    if (row.until.empty()) {
      expected.keys.insert(row.from);
    } else {
      expected.ranges.insert_or_assign(row.from, row.until);
    }
  }
}

/// Everything that is expected of a space, in two statements. What turns out to be much is left out, and asked for
/// singly.
base::Result<void> PostgresTransaction::fetch_expected(Space space) {
  auto& known = known_[space];
  known.expected.fetched = true;
  if (!known.expected.keys.empty()) {
    ByteaArray keys;
    for (const auto& key : known.expected.keys) keys.add(key);
    JWTKEEP_TRY(const auto found,
                note(connection_.run_prepared(
                    "SELECT key, value FROM " + table(space) + " WHERE key = ANY ($1::bytea[])", keys.text())));
    JWTKEEP_TRY(const auto rows, read_rows(found));
    for (const auto& row : rows) known.learn(row.key, row.value);
    for (const auto& key : known.expected.keys) known.learn(key, std::nullopt);
  }
  return known.expected.ranges.empty() ? base::Result<void>{} : fetch_expected_ranges(space);
}

base::Result<void> PostgresTransaction::fetch_expected_ranges(Space space) {
  auto& known = known_[space];
  ByteaArray from;
  ByteaArray until;
  for (const auto& [begin, end] : known.expected.ranges) {
    from.add(begin);
    until.add(end);
  }
  JWTKEEP_TRY(
      const auto found,
      note(connection_.run_prepared(
          "SELECT row.key, row.value, range.number FROM unnest($1::bytea[], $2::bytea[]) WITH ORDINALITY AS "
          "range (from_key, until_key, number), LATERAL (SELECT key, value FROM " +
              table(space) + " WHERE key >= range.from_key AND key < range.until_key ORDER BY key LIMIT $3) AS row",
          from.text(), until.text(), static_cast<std::int64_t>(kMostKnown + 1))));
  JWTKEEP_TRY(const auto rows, read_rows(found));
  std::vector<std::size_t> counts(known.expected.ranges.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    ++counts.at(found[static_cast<pqxx::result::size_type>(i)][2].as<std::size_t>() - 1);
    known.learn(rows[i].key, rows[i].value);
  }
  std::size_t number = 0;
  for (const auto& [begin, end] : known.expected.ranges) {
    if (counts[number++] <= kMostKnown) known.learn_range(begin, end);
  }
  return {};
}

base::Result<std::optional<std::string>> PostgresTransaction::get(Space space, std::string_view key) {
  auto& known = known_[space];
  if (const auto* row = known.find(key)) return *row;
  if (!known.expected.fetched && known.expected.keys.contains(key)) {
    JWTKEEP_CHECK(fetch_expected(space));
    if (const auto* row = known.find(key)) return *row;
  }
  JWTKEEP_TRY(const auto found,
              note(connection_.run_prepared("SELECT value FROM " + table(space) + " WHERE key = $1", bytes(key))));
  std::optional<std::string> value;
  if (!found.empty()) {
    JWTKEEP_TRY(value, bytea(found.front()[0]));
  }
  known.learn(key, value);
  return value;
}

base::Result<std::vector<Row>> PostgresTransaction::range(Space space, std::string_view from, std::string_view until,
                                                          std::size_t limit) {
  auto& known = known_[space];
  if (auto rows = known.range(from, until, limit)) return *std::move(rows);
  if (const auto expected = known.expected.ranges.find(from);
      !known.expected.fetched && expected != known.expected.ranges.end() && expected->second == until) {
    JWTKEEP_CHECK(fetch_expected(space));
    if (auto rows = known.range(from, until, limit)) return *std::move(rows);
  }
  // As many more as unsent changes may take away from what the server has: what is cut off behind is then not missed.
  const auto ask = std::min(limit, kMostRows) + known.unsent_count();
  const auto select = "SELECT key, value FROM " + table(space) + " WHERE key >= $1";
  const auto number = static_cast<std::int64_t>(ask);
  JWTKEEP_TRY(const auto found,
              note(until.empty() ? connection_.run_prepared(select + " ORDER BY key LIMIT $2", bytes(from), number)
                                 : connection_.run_prepared(select + " AND key < $3 ORDER BY key LIMIT $2", bytes(from),
                                                            number, bytes(until))));
  JWTKEEP_TRY(auto rows, read_rows(found));
  if (rows.size() <= kMostKnown) {
    for (const auto& row : rows) known.learn(row.key, row.value);
    if (rows.size() < ask && !until.empty()) known.learn_range(from, until);
  }
  if (known.unsent_count() != 0) rows = known.over(std::move(rows), from, until);
  if (rows.size() > limit) rows.resize(limit);
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
  known_[space].change(key, std::move(value));
  return unsent_bytes_ > kMostUnsentBytes ? send_all() : base::Result<void>{};
}

base::Result<void> PostgresTransaction::send(Space space) {
  auto& known = known_[space];
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
