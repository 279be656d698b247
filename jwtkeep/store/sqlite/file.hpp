// The store's file before SQLite sees it: made with the right mode, or checked.
#pragma once

#include <cstdint>
#include <string>

#include "jwtkeep/base/result.hpp"

namespace jwtkeep::store {

enum class NewFile : std::uint8_t {
  made,       ///< empty, of mode 0600 whatever the umask
  was_there,  ///< one that passes `check_store_file` and may be a store that was never finished
};

/// Makes a file for a store. Errors: `already_exists`, `permission`, `io_failed`, `no_space`.
base::Result<NewFile> create_store_file(const std::string& path);

std::unexpected<base::Error> something_there(const std::string& path);

/// Whether a file is empty or begins as an SQLite database does.
bool may_be_database(const std::string& path);

/// A file's size. Errors: `io_failed`, `permission`.
base::Result<std::int64_t> file_bytes(const std::string& path);

/// Whether an existing file may be a store: a regular file of this user (or this user is root) that nobody else can
/// read or write, and not behind a symbolic link that belongs to somebody else. Errors: `no_store`, `permission`,
/// `io_failed`.
base::Result<void> check_store_file(const std::string& path);

}  // namespace jwtkeep::store
