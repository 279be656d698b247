#include "jwtkeep/store/postgres/connection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <pqxx/except>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/store/postgres/failure.hpp"

namespace jwtkeep::store {
namespace {

constexpr int kConnectSeconds = 10;
constexpr int kSilentMilliseconds = 30'000;  // unacknowledged data, after which the peer is taken for gone

/// libpq's `name='value'`.
std::string setting(std::string_view name, std::string_view value) {
  std::string out = " " + std::string(name) + "='";
  for (const char c : value) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

/// Everything that decides where the connection goes and how it is protected stands here, so that no PG* variable and
/// no service file can turn it elsewhere. The password alone is left to libpq.
std::string settings(const PostgresUrl& url) {
  std::string out = setting("host", url.host()) + setting("hostaddr", "") +
                    setting("port", std::to_string(url.port())) + setting("dbname", url.database()) +
                    setting("sslmode", url.sslmode());
  if (!url.user().empty()) out += setting("user", url.user());
  if (!url.sslrootcert().empty()) out += setting("sslrootcert", url.sslrootcert());
  if (!url.sslcert().empty()) out += setting("sslcert", url.sslcert());
  if (!url.sslkey().empty()) out += setting("sslkey", url.sslkey());
  // Kerberos' own encryption would take the place of TLS, and of the certificate that sslmode asks for.
  out += setting("gssencmode", "disable") + setting("ssl_min_protocol_version", "TLSv1.2");
  out += setting("connect_timeout", std::to_string(kConnectSeconds));
  out += setting("tcp_user_timeout", std::to_string(kSilentMilliseconds));
  out += setting("keepalives", "1") + setting("keepalives_idle", "10") + setting("keepalives_interval", "5") +
         setting("keepalives_count", "3");
  out += setting("options", "") + setting("application_name", "jwtkeep") + setting("client_encoding", "UTF8");
  return out;
}

/// What a database, a role or the server's file may have set otherwise. A keeper that stops in the midst of a
/// transaction must not hold all others up for ever: hence the timeouts, in milliseconds.
constexpr auto kSession =
    "SET search_path = pg_catalog; SET synchronous_commit = on; SET statement_timeout = 60000; "
    "SET lock_timeout = 30000; SET idle_in_transaction_session_timeout = 60000; SET bytea_output = hex; "
    "SET standard_conforming_strings = on; SET client_min_messages = error; "
    // Every access is by key: a plan must not depend on whether the tables were analysed yet.
    "SET enable_seqscan = off; SET enable_bitmapscan = off; SET plan_cache_mode = force_generic_plan; SET jit = off";

/// The code of a refused statement. libpqxx keeps it only where it has no type for it.
std::string_view code_of(const pqxx::sql_error& error) {
  if (!error.sqlstate().empty()) return error.sqlstate();
  if (dynamic_cast<const pqxx::insufficient_privilege*>(&error) != nullptr) return "42501";
  if (dynamic_cast<const pqxx::undefined_table*>(&error) != nullptr) return "42P01";
  if (dynamic_cast<const pqxx::undefined_column*>(&error) != nullptr) return "42703";
  if (dynamic_cast<const pqxx::syntax_error*>(&error) != nullptr) return "42601";
  if (dynamic_cast<const pqxx::disk_full*>(&error) != nullptr) return "53100";
  if (dynamic_cast<const pqxx::insufficient_resources*>(&error) != nullptr) return "53000";
  if (dynamic_cast<const pqxx::integrity_constraint_violation*>(&error) != nullptr) return "23000";
  if (dynamic_cast<const pqxx::data_exception*>(&error) != nullptr) return "22000";
  if (dynamic_cast<const pqxx::feature_not_supported*>(&error) != nullptr) return "0A000";
  return {};  // the server broke off without one
}

}  // namespace

base::Result<std::unique_ptr<PostgresConnection>> PostgresConnection::open(const PostgresUrl& url) {
  try {
    auto connection = std::make_unique<PostgresConnection>(url);
    if (const auto set = connection->run(kSession); !set) return std::unexpected(set.error().error);
    return connection;
  } catch (const std::exception& exception) {
    return std::unexpected(cannot_connect(url, exception.what()));
  }
}

PostgresConnection::PostgresConnection(const PostgresUrl& url) : url_(url), connection_(settings(url)) {}

std::expected<pqxx::result, PostgresError> PostgresConnection::guard(const std::function<pqxx::result()>& work) {
  // libpqxx would connect anew by itself, in the midst of a transaction even.
  if (!connection_.is_open()) return std::unexpected(PostgresError{connection_lost(url_), true});
  try {
    return work();
  } catch (const pqxx::sql_error& error) {
    const auto code = code_of(error);
    if (is_lost(code) || !connection_.is_open()) return std::unexpected(PostgresError{connection_lost(url_), true});
    return std::unexpected(PostgresError{statement_failed(url_, code, error.what()), false});
  } catch (const pqxx::statement_completion_unknown&) {
    return std::unexpected(PostgresError{connection_lost(url_), true});
  } catch (const pqxx::transaction_rollback& error) {
    return std::unexpected(PostgresError{statement_failed(url_, "40000", error.what()), false});
  } catch (const pqxx::broken_connection&) {
    return std::unexpected(PostgresError{connection_lost(url_), true});
  } catch (const std::exception& exception) {
    return std::unexpected(PostgresError{statement_failed(url_, {}, exception.what()), !connection_.is_open()});
  }
}

std::expected<pqxx::result, PostgresError> PostgresConnection::run(const std::string& sql) {
  return guard([&] { return pqxx::nontransaction(connection_).exec(sql); });
}

std::string PostgresConnection::prepared(const std::string& sql) {
  const auto at = std::ranges::find(prepared_, sql);
  auto name = "jwtkeep_" + std::to_string(at - prepared_.begin());
  if (at == prepared_.end()) {
    connection_.prepare(name, sql);
    prepared_.push_back(sql);
  }
  return name;
}

std::string quoted(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

base::Result<std::string> bytea(const pqxx::field& field) {
  const std::string_view text(field.c_str(), field.size());
  const auto bytes = text.starts_with("\\x") ? base::hex_decode(text.substr(2)) : std::nullopt;
  if (!bytes) return base::fail(base::Reason::io_failed, "PostgreSQL sent bytes in a form that it was not asked for");
  return std::string(base::as_text(*bytes));
}

}  // namespace jwtkeep::store
