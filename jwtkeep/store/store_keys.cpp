#include "jwtkeep/store/store_keys.hpp"

#include <utility>

#include "jwtkeep/crypto/kdf.hpp"

namespace jwtkeep::store {
namespace {

constexpr std::size_t kKeyBytes = 32;

}  // namespace

StoreKeys derive_keys(std::string store_id, const base::SecretBytes& master) {
  const auto key = [&](std::string_view use) {
    return crypto::derive(master, "jwtkeep store 1 " + std::string(use), kKeyBytes);
  };
  return {.id = std::move(store_id),
          .wrapping = key("data-key wrapping"),
          .manifest = key("manifest"),
          .trail = key("trail"),
          .fingerprint = key("fingerprint"),
          .backup = key("backup"),
          .session = key("session")};
}

}  // namespace jwtkeep::store
