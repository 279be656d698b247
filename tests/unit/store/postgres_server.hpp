// A PostgreSQL server of this program's own (tests/servers/postgres.py), started at its first use.
#pragma once

#include <memory>
#include <string>

#include "jwtkeep/store/postgres/url.hpp"

namespace jwtkeep::store {

class PostgresServer {
 public:
  /// The one of this program; ended with it. Nothing where none can be had: `why_not()` says why.
  static PostgresServer* shared();
  /// One for a test that stops it.
  static std::unique_ptr<PostgresServer> start();
  static const std::string& why_not();

  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;
  ~PostgresServer();

  /// The address of a schema in its database; this process's PGPASSWORD opens it.
  [[nodiscard]] PostgresUrl url(const std::string& schema = "jwtkeep") const;
  [[nodiscard]] std::string address(const std::string& schema = "jwtkeep") const;
  /// A schema that nobody else uses.
  static std::string fresh_schema();

  /// `kill`, `start` or `stop`, done when this returns.
  void command(const std::string& word);
  /// Runs SQL as the server's superuser.
  void sql(const std::string& text) const;

 private:
  struct Process;
  explicit PostgresServer(std::unique_ptr<Process> process);
  std::unique_ptr<Process> process_;
};

}  // namespace jwtkeep::store

/// Skips a test that needs the server, with the reason; under CI nothing may be skipped.
// NOLINTNEXTLINE(cppcoreguidelines-macro-usage): GTEST_SKIP returns from the function that it stands in
#define JWTKEEP_SKIP_WITHOUT_POSTGRES()                                                                           \
  if (::jwtkeep::store::PostgresServer::shared() == nullptr) {                                                    \
    if (std::getenv("CI") != nullptr) FAIL() << "no PostgreSQL: " << ::jwtkeep::store::PostgresServer::why_not(); \
    GTEST_SKIP() << "no PostgreSQL: " << ::jwtkeep::store::PostgresServer::why_not();                             \
  }                                                                                                               \
  static_assert(true)
