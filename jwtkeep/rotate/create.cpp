#include "jwtkeep/rotate/create.hpp"

#include "jwtkeep/keyring/life.hpp"

namespace jwtkeep::rotate {

base::Result<keyring::Keyring> create(store::Store& store, const keyring::Name& name, const keyring::Policy& policy,
                                      keyring::KeyWithMaterial first, const Creation& creation, base::Instant now) {
  std::vector<keyring::KeyWithMaterial> fresh;
  auto ring = keyring::begin(name, policy, first.key, now);
  fresh.push_back(std::move(first));
  if (policy.standby) {
    JWTKEEP_TRY(auto standby, keyring::make_key(policy, store.fingerprint_key()));
    keyring::Step publish;
    publish.kind = keyring::Step::Kind::publish;
    JWTKEEP_TRY(ring, keyring::apply(ring, publish, now, &standby.key));
    fresh.push_back(std::move(standby));
  }
  for (auto& made : fresh) made.key = *ring.find(made.key.kid);
  JWTKEEP_CHECK(store.change([&](store::Change& change) -> base::Result<void> {
    const auto existing = change.keyring(name);
    if (existing) {
      return base::fail(base::Reason::already_exists, "there is a keyring " + name.text() + " already",
                        "see it with: jwtkeep show " + name.text());
    }
    if (existing.error().reason != base::Reason::not_found) return std::unexpected(existing.error());
    JWTKEEP_CHECK(change.record(
        {.at = now,
         .actor = creation.actor,
         .action = creation.action,
         .keyring = name,
         .detail = base::Json::object({{"kid", ring.active()->kid}, {"alg", jose::info(policy.alg).name}})}));
    return change.save(ring, std::move(fresh));
  }));
  return ring;
}

}  // namespace jwtkeep::rotate
