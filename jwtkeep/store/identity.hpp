// The store's own row: its id and format.
#pragma once

#include <string>

#include "jwtkeep/base/time.hpp"
#include "jwtkeep/store/backend.hpp"
#include "jwtkeep/store/store_keys.hpp"

namespace jwtkeep::store {

inline constexpr std::uint64_t kFormat = 1;

std::string write_identity(const StoreKeys& keys, base::Instant created_at);
/// The id, before any key is there to check it. Errors: `newer_format`, `tampered`.
base::Result<std::string> peek_identity(std::string_view text);
/// Errors: `tampered`.
base::Result<void> check_identity(const StoreKeys& keys, std::string_view text);

}  // namespace jwtkeep::store
