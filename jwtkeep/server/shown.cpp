#include "jwtkeep/server/shown.hpp"

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/hash.hpp"
#include "jwtkeep/keyring/shown_json.hpp"
#include "jwtkeep/rotate/synced.hpp"

namespace jwtkeep::server {
namespace {

using base::Json;

constexpr std::size_t kIdBytes = 8;

}  // namespace

std::string destination_id(std::string_view address) {
  const auto digest = crypto::digest(crypto::Hash::sha256, base::as_bytes(address));
  return base::hex_encode(base::ByteView(digest).first(kIdBytes));
}

Json shown_destination(const store::Destination& destination, const keyring::Keyring& ring) {
  const auto held = destination.confirmed_revision();
  auto json = Json::object({{"id", destination_id(destination.id)},
                            {"address", destination.id},
                            {"kind", destination.kind},
                            {"confirmed_revision", held},
                            {"in_sync", Json(held >= ring.revision)}});
  const auto synced = rotate::read_synced(destination);
  if (!synced) return json;
  json.set("role", synced->role == destination::Role::signer ? "signer" : "verifier").set("prefix", synced->prefix);
  if (synced->problem) {
    json.set("reason", synced->problem->reason)
        .set("detail", synced->problem->what)
        .set("failing_since", base::format_instant(synced->problem->since));
  }
  return json;
}

Json shown_destinations(const ServedRing& ring) {
  auto list = Json::array();
  for (const auto& each : ring.destinations()) list.push(shown_destination(each, ring.ring()));
  return list;
}

Json shown_ring(const ServedRing& ring, base::Instant now) {
  auto json = keyring::shown_json(ring.ring(), ring.ahead(now));
  return json.set("destinations", shown_destinations(ring));
}

}  // namespace jwtkeep::server
