// Where a store is: a file's path, or a database's address. The one place that tells them apart.
#pragma once

#include <memory>
#include <string>

#include "jwtkeep/store/backend.hpp"

namespace jwtkeep::opening {

/// As the user wrote it, judged: a path as it stands, an address without what goes without saying. Errors: `bad_value`
/// (an address that cannot be one, or of a kind that there is not).
base::Result<std::string> store_place(const std::string& text);

/// Whether a place that `store_place` gave is an address on a server.
bool on_server(const std::string& place);

/// A name for what belongs to the store alone: its key file's.
base::Result<std::string> store_stem(const std::string& place);

/// Errors: those of `open` of the backend.
base::Result<std::unique_ptr<store::Backend>> open_backend(const std::string& place);
/// A new place for a store, in a folder that is there. Errors: the same.
base::Result<std::unique_ptr<store::Backend>> create_backend(const std::string& place);

/// Whether the making of a store has begun there: a file, or tables.
base::Result<bool> store_begun(const std::string& place);

}  // namespace jwtkeep::opening
