// The sealed store in one file, and back.
#pragma once

#include <string_view>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/store/backend.hpp"
#include "jwtkeep/store/store_keys.hpp"

namespace jwtkeep::store {

inline constexpr std::string_view kBackupMagic = "jwtkeep-backup 1";
inline constexpr std::size_t kMostBackupBytes = std::size_t{1} << 30;

/// The row of `meta` that keeps a restored backup's digest and MAC until somebody with the key comes.
inline constexpr std::string_view kRestoredRow = "restored";

/// Binds a backup's digest to the store's key.
base::Bytes backup_mac(const StoreKeys& keys, base::ByteView digest);
/// Whether the backup that this store was restored from was the one that jwtkeep wrote. Errors: `tampered`.
base::Result<void> check_restored(const StoreKeys& keys, std::string_view text);

}  // namespace jwtkeep::store
