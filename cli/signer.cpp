#include "cli/signer.hpp"

#include "cli/keyring_called.hpp"
#include "cli/source_keys.hpp"
#include "jwtkeep/keyring/material.hpp"

namespace jwtkeep::cli {

base::Result<Signer> ring_signer(Session& session, const std::string& name) {
  JWTKEEP_TRY(const auto ring_name, keyring::Name::parse(name));
  JWTKEEP_TRY(auto store, session.open_store());
  JWTKEEP_TRY(const auto ring, keyring_called(store, ring_name));
  JWTKEEP_TRY(const auto* key, keyring::signer(ring));
  JWTKEEP_TRY(const auto material, store.material(ring, *key));
  JWTKEEP_TRY(auto signing, keyring::signing_key(*key, material));
  return Signer{std::move(signing), keyring::claim_rules(ring.policy), true};
}

base::Result<Signer> source_signer(Session& session, const KeySource& source, std::optional<jose::Alg> alg,
                                   const std::string& kid) {
  if (source.jwk.size() > 1) {
    return base::fail(base::Reason::bad_value, "one key signs a token", "give one --jwk");
  }
  JWTKEEP_TRY(auto keys, read_keys(source, session));
  JWTKEEP_TRY(auto signing, signing_key(std::move(keys.front()), alg, kid));
  return Signer{std::move(signing), {}, false};
}

}  // namespace jwtkeep::cli
