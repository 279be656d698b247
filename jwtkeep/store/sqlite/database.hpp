// SQLite's handles and errors, wrapped once.
#pragma once

#include <sqlite3.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "jwtkeep/base/result.hpp"

namespace jwtkeep::store {

struct CloseDatabase {
  void operator()(sqlite3* handle) const noexcept { sqlite3_close(handle); }
};
struct FinalizeStatement {
  void operator()(sqlite3_stmt* handle) const noexcept { sqlite3_finalize(handle); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;
using StatementHandle = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

/// What went wrong with a store's file, in words; `doing` completes "cannot ... PATH".
base::Error database_error(sqlite3* database, const std::string& path, std::string_view doing);

/// A file that is a store but not whole (`tampered`); `finding` says what shows it.
base::Error damaged(const std::string& path, std::string_view finding);

/// A prepared statement that is used again and again. Values are bound by position from 1.
class Statement {
 public:
  static base::Result<Statement> prepare(sqlite3* database, const std::string& path, const std::string& sql);

  /// Binds without copying: `text` has to live until `reset`.
  void bind(int position, std::string_view text);
  void bind(int position, std::int64_t number);

  /// True while there is a row.
  base::Result<bool> step();
  /// The row's column, valid until the next step.
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] std::int64_t number(int column) const;

  /// Ready for the next use; what was bound is let go.
  void reset() noexcept;

 private:
  Statement(sqlite3* database, std::string path, StatementHandle handle)
      : database_(database), path_(std::move(path)), handle_(std::move(handle)) {}

  sqlite3* database_;
  std::string path_;
  StatementHandle handle_;
};

/// Resets a statement at the end of a use, also of one that failed.
class InUse {
 public:
  explicit InUse(Statement& statement) : statement_(statement) {}
  InUse(const InUse&) = delete;
  InUse& operator=(const InUse&) = delete;
  ~InUse() { statement_.reset(); }

 private:
  Statement& statement_;
};

/// Runs SQL that gives no rows that matter.
base::Result<void> execute(sqlite3* database, const std::string& path, const std::string& sql);

/// The single number that a query gives.
base::Result<std::int64_t> query_number(sqlite3* database, const std::string& path, const std::string& sql);

}  // namespace jwtkeep::store
