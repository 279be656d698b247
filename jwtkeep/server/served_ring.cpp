#include "jwtkeep/server/served_ring.hpp"

#include <fmt/format.h>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/hash.hpp"
#include "jwtkeep/keyring/content_key.hpp"
#include "jwtkeep/server/max_age.hpp"

namespace jwtkeep::server {
namespace {

/// 128 bits of SHA-256: two texts of one keyring never meet there.
constexpr std::size_t kEtagBytes = 16;

std::string etag_of(std::string_view text) {
  const auto digest = crypto::digest(crypto::Hash::sha256, base::as_bytes(text));
  return fmt::format("\"{}\"", base::base64url_encode(base::ByteView(digest).first(kEtagBytes)));
}

}  // namespace

ServedRing::ServedRing(keyring::Keyring ring, std::vector<store::Destination> destinations)
    : work_(std::move(ring)), destinations_(std::move(destinations)) {}

base::Result<std::shared_ptr<const ServedRing>> ServedRing::load(store::Reading& reading, const keyring::Name& name,
                                                                 const ServedRing* before) {
  JWTKEEP_TRY(auto whole, reading.whole(name));
  auto served = std::make_shared<ServedRing>(std::move(whole.keyring), std::move(whole.destinations));
  JWTKEEP_CHECK(served->work_.load(reading, before == nullptr ? nullptr : &before->work_));
  JWTKEEP_CHECK(served->write_public_keys());
  if (before != nullptr) served->counts_ = before->counts_;
  for (const auto& key : served->ring().keys) served->counts_->learn(key.kid);
  return served;
}

base::Result<void> ServedRing::write_public_keys() {
  if (jose::is_symmetric(ring().policy.alg)) return {};
  JWTKEEP_TRY(const auto set, work_.public_jwks());
  auto text = std::make_shared<const std::string>(base::write_json(set));
  auto etag = etag_of(*text);
  public_keys_ = PublicKeys{std::move(text), std::move(etag)};
  return {};
}

keyring::Steps ServedRing::ahead(base::Instant now) const {
  return keyring::plan(ring(), ring().policy, store::confirmations(destinations_, now), now);
}

base::Seconds ServedRing::max_age(base::Instant now) const { return server::max_age(ring().policy, ahead(now), now); }

base::Result<jose::DecryptionKey> ServedRing::content_key(store::Store& store, const keyring::Key& key) const {
  const std::scoped_lock lock(content_mutex_);
  if (const auto known = content_keys_.find(key.kid); known != content_keys_.end()) return known->second;
  JWTKEEP_TRY(const auto material, store.material(ring(), key));
  JWTKEEP_TRY(auto made, keyring::content_key(key, material));
  content_keys_.emplace(key.kid, made);
  return made;
}

}  // namespace jwtkeep::server
