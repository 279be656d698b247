#include "jwtkeep/store/manifest.hpp"

#include <algorithm>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/store/authentic.hpp"

namespace jwtkeep::store {
namespace {

constexpr std::size_t kHashBytes = 32;

Binding binding(const StoreKeys& keys, const keyring::Name& name) {
  return {.purpose = "jwtkeep-manifest-1", .store_id = keys.id, .row = name.text()};
}

base::Json members_json(const std::vector<Manifest::Member>& members, std::string_view id_name, bool with_epoch) {
  base::Json::Array items;
  for (const auto& member : members) {
    auto item = base::Json::object({{std::string(id_name), member.id}});
    if (with_epoch) item.set("epoch", member.epoch);
    item.set("digest", member.digest);
    items.push_back(std::move(item));
  }
  return base::Json(std::move(items));
}

base::Result<std::vector<Manifest::Member>> read_members(const RowReader& row, std::string_view list,
                                                         std::string_view id_name, bool with_epoch) {
  JWTKEEP_TRY(const auto items, row.items(list));
  std::vector<Manifest::Member> members;
  for (const auto& item : items) {
    const auto reader = row.inner(item);
    Manifest::Member member;
    JWTKEEP_TRY(member.id, reader.text(id_name));
    if (with_epoch) {
      JWTKEEP_TRY(member.epoch, reader.count("epoch"));
    }
    JWTKEEP_TRY(member.digest, reader.text("digest"));
    members.push_back(std::move(member));
  }
  return members;
}

}  // namespace

const Manifest::Member* Manifest::find_key(std::string_view kid) const noexcept {
  const auto found = std::ranges::find(keys, kid, &Member::id);
  return found == keys.end() ? nullptr : &*found;
}

std::string write_manifest(const StoreKeys& keys, const keyring::Name& name, const Manifest& manifest) {
  const auto json = base::Json::object({{"policy", keyring::to_json(manifest.policy)},
                                        {"revision", manifest.revision},
                                        {"created_at", base::format_instant(manifest.created_at)},
                                        {"changed_at", base::format_instant(manifest.changed_at)},
                                        {"trail_sequence", manifest.trail_sequence},
                                        {"trail_hash", base::hex_encode(manifest.trail_hash)},
                                        {"due", manifest.due},
                                        {"keys", members_json(manifest.keys, "kid", true)},
                                        {"destinations", members_json(manifest.destinations, "id", false)}});
  return authenticate(keys.manifest, binding(keys, name), json);
}

base::Result<Manifest> read_manifest(const StoreKeys& keys, const keyring::Name& name, std::string_view text) {
  JWTKEEP_TRY(const auto row, read_authentic(keys.manifest, binding(keys, name), "the keyring " + name.text(), text));
  Manifest manifest;
  const auto* policy_json = row.json().find("policy");
  if (policy_json == nullptr) return row.odd("policy");
  auto policy = keyring::policy_from_json(*policy_json);
  if (!policy) return tampered(row.place(), policy.error().what);
  manifest.policy = *std::move(policy);
  JWTKEEP_TRY(manifest.revision, row.count("revision"));
  JWTKEEP_TRY(manifest.created_at, row.instant("created_at"));
  JWTKEEP_TRY(manifest.changed_at, row.instant("changed_at"));
  JWTKEEP_TRY(manifest.trail_sequence, row.count("trail_sequence"));
  JWTKEEP_TRY(manifest.trail_hash, row.hex("trail_hash", kHashBytes));
  JWTKEEP_TRY(manifest.due, row.text("due"));
  JWTKEEP_TRY(manifest.keys, read_members(row, "keys", "kid", true));
  JWTKEEP_TRY(manifest.destinations, read_members(row, "destinations", "id", false));
  return manifest;
}

}  // namespace jwtkeep::store
