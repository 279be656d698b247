// What went wrong with PostgreSQL, in words: from SQLSTATE where there is one, else from libpq's own text.
#pragma once

#include <string>
#include <string_view>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/store/postgres/url.hpp"

namespace jwtkeep::store {

/// No connection came about; `said` are libpq's and the server's words.
base::Error cannot_connect(const PostgresUrl& url, std::string_view said);

/// The server refused a statement (PostgreSQL's appendix A has the codes); the connection stands.
base::Error statement_failed(const PostgresUrl& url, std::string_view sqlstate, std::string_view said);

/// The connection broke in the midst of a transaction that was not yet to be committed.
base::Error connection_lost(const PostgresUrl& url);

/// The connection broke while a change was being committed, and what became of it could not be found out.
base::Error outcome_unknown(const PostgresUrl& url);

/// Whether the server ends the session with this code, or broke off without one.
bool is_lost(std::string_view sqlstate) noexcept;

}  // namespace jwtkeep::store
