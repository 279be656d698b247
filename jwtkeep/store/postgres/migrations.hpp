// The tables of a store, as numbered changes that a schema has gone through. Internal to this room.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/store/postgres/connection.hpp"

namespace jwtkeep::store {

/// What a schema is to us.
enum class SchemaContent : std::uint8_t {
  missing,  ///< there is no such schema
  nothing,  ///< it is empty
  tables,   ///< a store's tables without a row: its making was interrupted
  store,
  other,  ///< another program's
};

/// Errors: those of a statement; `permission` where everybody on the server may use the schema.
base::Result<SchemaContent> look_into_schema(PostgresConnection& connection, const PostgresUrl& url);

/// Brings a schema (which is made where it is missing) to the newest number, each step in a transaction of its own. Any
/// number of machines may do this at once. `newest` is for tests: a schema as an older jwtkeep left it.
/// Errors: `newer_format`, `permission`, those of a statement.
base::Result<void> migrate_schema(PostgresConnection& connection, const PostgresUrl& url, std::int64_t newest);

/// Errors: `newer_format` where a newer jwtkeep has been here.
base::Result<std::int64_t> schema_number(PostgresConnection& connection, const PostgresUrl& url);

/// The newest number that this jwtkeep knows.
std::int64_t newest_schema() noexcept;

}  // namespace jwtkeep::store
