#include "cli/ring_content.hpp"

#include <algorithm>
#include "cli/keyring_called.hpp"

namespace jwtkeep::cli {

base::Result<jose::DecryptionKey> RingContent::key(const std::optional<std::string>& kid, base::Instant now) const {
  JWTKEEP_TRY(const auto* key, keyring::verifier(ring, kid, now));
  return *std::ranges::find(keys, key->kid, &jose::DecryptionKey::kid);
}

base::Result<RingContent> ring_content(Session& session, const std::string& name) {
  JWTKEEP_TRY(const auto ring_name, keyring::Name::parse(name));
  JWTKEEP_TRY(auto store, session.open_store());
  JWTKEEP_TRY(auto ring, keyring_called(store, ring_name));
  RingContent content{.ring = std::move(ring), .keys = {}};
  for (const auto* key : keyring::verifying_keys(content.ring)) {
    JWTKEEP_TRY(const auto material, store.material(content.ring, *key));
    JWTKEEP_TRY(auto made, keyring::content_key(*key, material));
    content.keys.push_back(std::move(made));
  }
  return content;
}

}  // namespace jwtkeep::cli
