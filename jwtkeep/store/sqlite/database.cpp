#include "jwtkeep/store/sqlite/database.hpp"

#include <sys/statvfs.h>

#include <cerrno>
#include <cstring>

namespace jwtkeep::store {
namespace {

using base::Error;
using base::Reason;

constexpr std::string_view kNothingLost = "nothing was lost";
constexpr auto kRestore = "restore a backup: jwtkeep restore FILE";

bool only_read(const std::string& path) {
  struct statvfs system{};
  return statvfs(path.c_str(), &system) == 0 && (system.f_flag & ST_RDONLY) != 0;
}

}  // namespace

Error database_error(sqlite3* database, const std::string& path, std::string_view doing) {
  const int code = database == nullptr ? SQLITE_NOMEM : sqlite3_extended_errcode(database);
  const int system = database == nullptr ? 0 : sqlite3_system_errno(database);
  const auto what = [&](std::string_view why) {
    std::string text = "cannot " + std::string(doing) + " " + path + ": " + std::string(why);
    if (system != 0) text += " (" + std::string(std::strerror(system)) + ")";
    return text;
  };
  if (system == ENOSPC || system == EDQUOT || (code & 0xff) == SQLITE_FULL) {
    return {Reason::no_space, what("the disk is full"),
            std::string(kNothingLost) + "; free some space and run the same command again"};
  }
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {Reason::busy, what("another process has been writing to it for too long"),
              std::string(kNothingLost) + "; run the same command again"};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return {Reason::permission, what("it may not be written"),
              "check who owns the file and its folder, and their modes"};
    case SQLITE_NOTADB:
      return {Reason::tampered, what("this is not a jwtkeep store"), "check --store and JWTKEEP_STORE"};
    case SQLITE_CORRUPT: return {Reason::tampered, what("the file is damaged"), kRestore};
    case SQLITE_CANTOPEN:
      // Readers write, too: SQLite keeps its log (WAL) and the readers' marks beside the store.
      if (only_read(path)) {
        return {Reason::permission, "cannot " + std::string(doing) + " " + path + ": its file system can only be read",
                "mount it for writing, or work on a copy elsewhere: --store PATH"};
      }
      return {Reason::io_failed, what("it cannot be opened"), "check the path and the permissions of its folder"};
    case SQLITE_NOMEM: return {Reason::io_failed, what("out of memory"), ""};
    default:
      return {Reason::io_failed, what(sqlite3_errstr(code)),
              std::string(kNothingLost) + "; see to the disk, then run the same command again"};
  }
}

Error damaged(const std::string& path, std::string_view finding) {
  return {Reason::tampered, "the store " + path + " is damaged: " + std::string(finding), kRestore};
}

base::Result<Statement> Statement::prepare(sqlite3* database, const std::string& path, const std::string& sql) {
  sqlite3_stmt* handle = nullptr;
  if (sqlite3_prepare_v3(database, sql.c_str(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &handle,
                         nullptr) != SQLITE_OK) {
    return std::unexpected(database_error(database, path, "use"));
  }
  return Statement(database, path, StatementHandle(handle));
}

void Statement::bind(int position, std::string_view text) {
  // An empty view may have no data, which SQLite would take for NULL.
  sqlite3_bind_text64(handle_.get(), position, text.data() == nullptr ? "" : text.data(), text.size(), SQLITE_STATIC,
                      SQLITE_UTF8);
}

void Statement::bind(int position, std::int64_t number) { sqlite3_bind_int64(handle_.get(), position, number); }

base::Result<bool> Statement::step() {
  switch (sqlite3_step(handle_.get())) {
    case SQLITE_ROW: return true;
    case SQLITE_DONE: return false;
    default: return std::unexpected(database_error(database_, path_, "use"));
  }
}

std::string_view Statement::text(int column) const {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(handle_.get(), column));
  return {data == nullptr ? "" : data, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

std::int64_t Statement::number(int column) const { return sqlite3_column_int64(handle_.get(), column); }

void Statement::reset() noexcept {
  sqlite3_reset(handle_.get());
  sqlite3_clear_bindings(handle_.get());
}

base::Result<void> execute(sqlite3* database, const std::string& path, const std::string& sql) {
  if (sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    return std::unexpected(database_error(database, path, "use"));
  }
  return {};
}

base::Result<std::int64_t> query_number(sqlite3* database, const std::string& path, const std::string& sql) {
  JWTKEEP_TRY(auto statement, Statement::prepare(database, path, sql));
  JWTKEEP_TRY(const bool row, statement.step());
  return row ? statement.number(0) : 0;
}

}  // namespace jwtkeep::store
