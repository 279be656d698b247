// One transaction on PostgreSQL. Internal to this room.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "jwtkeep/store/backend.hpp"
#include "jwtkeep/store/postgres/connection.hpp"
#include "jwtkeep/store/postgres/rows.hpp"

namespace jwtkeep::store {

/// Between BEGIN and COMMIT, which its maker sends. What is put and erased is kept here and sent in few statements.
class PostgresTransaction final : public Transaction {
 public:
  /// `known` has to be of the moment that the transaction sees; what it reads and changes is added.
  PostgresTransaction(PostgresConnection& connection, const std::string& schema, KnownStore& known, bool may_write)
      : connection_(connection), schema_(schema), known_(known), may_write_(may_write) {}

  base::Result<std::optional<std::string>> get(Space space, std::string_view key) override;
  base::Result<std::vector<Row>> range(Space space, std::string_view from, std::string_view until,
                                       std::size_t limit) override;
  base::Result<std::optional<Row>> last(Space space) override;
  base::Result<void> put(Space space, std::string_view key, std::string_view value) override;
  base::Result<void> erase(Space space, std::string_view key) override;
  void leave_no_copy() noexcept override { no_copy_ = true; }
  void expect(const std::vector<Expectation>& rows) override;

  /// Sends what is still here.
  base::Result<void> send_all();
  /// The first statement that the server refused: it has given the transaction up, whatever the work made of the error.
  [[nodiscard]] const std::optional<base::Error>& failed() const noexcept { return failed_; }
  [[nodiscard]] bool no_copy() const noexcept { return no_copy_; }

 private:
  [[nodiscard]] std::string table(Space space) const { return schema_ + "." + quoted(word(space)); }
  base::Result<pqxx::result> note(std::expected<pqxx::result, PostgresError> done);
  static base::Result<std::vector<Row>> read_rows(const pqxx::result& found);
  base::Result<void> fetch_expected(Space space);
  base::Result<void> fetch_expected_ranges(Space space);
  base::Result<void> change(Space space, std::string_view key, std::optional<std::string> value);
  base::Result<void> send(Space space);

  PostgresConnection& connection_;
  const std::string& schema_;  ///< quoted
  KnownStore& known_;
  bool may_write_;
  bool no_copy_ = false;
  std::size_t unsent_bytes_ = 0;
  std::optional<base::Error> failed_;
};

}  // namespace jwtkeep::store
