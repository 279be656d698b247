// Where a store on PostgreSQL is: `postgres://USER@HOST:PORT/DATABASE?sslmode=verify-full&schema=NAME`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "jwtkeep/base/result.hpp"

namespace jwtkeep::store {

/// A store's address, strictly read.
///
/// There is no password in it: it would stand in the process list, in shell histories and in messages. libpq takes one
/// from `PGPASSWORD` or from `~/.pgpass` (`PGPASSFILE`).
///
/// Without `sslmode`, a server on another machine has to prove its name by its certificate (`verify-full`); modes that
/// may fall back to plain text are refused for it.
class PostgresUrl {
 public:
  /// Whether `text` is meant as such an address, well written or not.
  static bool is_one(std::string_view text) noexcept;

  /// Errors: `bad_value`. No message quotes the address, which may hold a password in the wrong place.
  static base::Result<PostgresUrl> parse(std::string_view text);

  [[nodiscard]] const std::string& user() const noexcept { return user_; }  ///< empty: whom libpq takes
  /// A name, an address (IPv6 without brackets), or the folder of a Unix socket.
  [[nodiscard]] const std::string& host() const noexcept { return host_; }
  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
  [[nodiscard]] const std::string& database() const noexcept { return database_; }
  [[nodiscard]] const std::string& schema() const noexcept { return schema_; }
  /// One of libpq's words; never empty.
  [[nodiscard]] const std::string& sslmode() const noexcept { return sslmode_; }
  [[nodiscard]] const std::string& sslrootcert() const noexcept { return sslrootcert_; }
  [[nodiscard]] const std::string& sslcert() const noexcept { return sslcert_; }
  [[nodiscard]] const std::string& sslkey() const noexcept { return sslkey_; }
  /// Whether the server is reached without leaving this machine.
  [[nodiscard]] bool is_local() const noexcept { return local_; }

  /// The address again, with everything that was not left to a default; reads back as the same.
  [[nodiscard]] std::string text() const;
  /// For messages: without the TLS options.
  [[nodiscard]] std::string shown() const;
  /// A name for what belongs to this store alone, e.g. its key file: the database, and the schema where it is not the
  /// default. Printable, without slashes.
  [[nodiscard]] std::string stem() const;

 private:
  PostgresUrl() = default;
  base::Result<void> read_authority(std::string_view text);
  base::Result<void> read_option(std::string_view text);
  base::Result<void> set(std::string_view name, std::string value);
  base::Result<void> settle();
  [[nodiscard]] std::string origin() const;
  [[nodiscard]] std::string_view default_sslmode() const noexcept { return local_ ? "prefer" : "verify-full"; }

  bool local_ = false;
  std::uint16_t port_ = 5432;
  std::string user_, host_, database_, schema_, sslmode_, sslrootcert_, sslcert_, sslkey_;
};

}  // namespace jwtkeep::store
