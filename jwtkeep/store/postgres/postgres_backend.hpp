// Rows in a schema of a PostgreSQL database, for many machines at once.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "jwtkeep/store/backend.hpp"
#include "jwtkeep/store/postgres/url.hpp"

namespace jwtkeep::store {

/// A store on PostgreSQL 12 or later. One writing transaction at a time, between all processes and machines: it begins
/// by taking the lock of the one row that counts the changes. Durable when committed, whatever `synchronous_commit` is
/// elsewhere. After a broken connection the next transaction connects anew; the work itself is never run twice.
class PostgresBackend final : public Backend {
 public:
  enum class Mode : std::uint8_t {
    create,    ///< a new schema, or one whose making was interrupted; any other is `already_exists`
    existing,  ///< an existing one, whose tables are brought up to date
  };

  /// Errors: `already_exists`, `no_store` (no database, or no store in it), `permission` (user, password, certificate;
  /// also when everybody on the server may use the schema), `newer_format`, `busy`, `io_failed`; each says what to do.
  static base::Result<std::unique_ptr<Backend>> open(const PostgresUrl& url, Mode mode);

  ~PostgresBackend() override;

  base::Result<void> read(const std::function<base::Result<void>(Transaction&)>& work) override;
  base::Result<void> write(const std::function<base::Result<void>(Transaction&)>& work) override;
  base::Result<std::uint64_t> generation() override;
  base::Result<std::unique_ptr<Changes>> changes() override;
  base::Result<void> check_container() override;
  [[nodiscard]] std::string place() const override;

  class Impl;
  explicit PostgresBackend(std::unique_ptr<Impl> impl);

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace jwtkeep::store
