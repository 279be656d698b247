// libpqxx's connection, wrapped once: no exception leaves it, and it is set up the same way whatever the server's
// defaults. Internal to this room.
#pragma once

#include <functional>
#include <memory>
#include <pqxx/connection>
#include <pqxx/errorhandler>
#include <pqxx/nontransaction>
#include <pqxx/result>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/store/postgres/url.hpp"

namespace jwtkeep::store {

/// An error, and whether the connection went with it: then nobody knows what became of the last statement.
struct PostgresError {
  base::Error error;
  bool lost = false;
};

/// One session on the server.
class PostgresConnection {
 public:
  /// Errors: `permission` (password, role, certificate), `no_store` (no such database), `busy` (the server starts,
  /// stops or is full), `io_failed` (not reached, no TLS).
  static base::Result<std::unique_ptr<PostgresConnection>> open(const PostgresUrl& url);

  explicit PostgresConnection(const PostgresUrl& url);

  /// Runs SQL that was put together here from constants and quoted names alone.
  std::expected<pqxx::result, PostgresError> run(const std::string& sql);
  /// Runs a statement that the server prepares at its first use.
  template <class... Values>
  std::expected<pqxx::result, PostgresError> run_prepared(const std::string& sql, const Values&... values) {
    return guard([&] {
      const auto name = prepared(sql);
      pqxx::nontransaction session(connection_);
      return session.exec_prepared(name, values...);
    });
  }
  /// Whatever else libpqxx is asked to do.
  std::expected<pqxx::result, PostgresError> guard(const std::function<pqxx::result()>& work);

  [[nodiscard]] bool is_open() const { return connection_.is_open(); }
  [[nodiscard]] pqxx::connection& raw() noexcept { return connection_; }

 private:
  /// The name under which the server knows a statement: its own text would be cut at 63 bytes.
  std::string prepared(const std::string& sql);

  PostgresUrl url_;
  pqxx::connection connection_;
  pqxx::quiet_errorhandler quiet_{connection_};  // the library never prints
  std::vector<std::string> prepared_;            ///< in the order of their names
};

/// A schema's or table's name between double quotes, as SQL has it.
std::string quoted(std::string_view name);

/// Bytes that came as text in PostgreSQL's hex form. Errors: `io_failed`.
base::Result<std::string> bytea(const pqxx::field& field);

}  // namespace jwtkeep::store
