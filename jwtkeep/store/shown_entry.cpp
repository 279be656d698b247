#include "jwtkeep/store/shown_entry.hpp"

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/base/time.hpp"

namespace jwtkeep::store {

base::Json shown_json(const TrailEntry& entry) {
  auto json = base::Json::object({{"sequence", entry.sequence},
                                  {"at", base::format_instant(entry.event.at)},
                                  {"actor", entry.event.actor},
                                  {"action", entry.event.action}});
  if (entry.event.keyring) json.set("keyring", entry.event.keyring->text());
  if (!entry.event.detail.is_null()) json.set("detail", entry.event.detail);
  json.set("hash", base::hex_encode(entry.hash));
  return json;
}

}  // namespace jwtkeep::store
