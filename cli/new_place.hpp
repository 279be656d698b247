// A new place for a store.
#pragma once

#include <memory>
#include <string>

#include "jwtkeep/store/backend.hpp"

namespace jwtkeep::cli {

/// Its folder is made where it is missing. Errors: those of making it, and those of `opening::create_backend`.
base::Result<std::unique_ptr<store::Backend>> create_backend(const std::string& place);

}  // namespace jwtkeep::cli
