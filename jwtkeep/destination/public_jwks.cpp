#include "jwtkeep/destination/public_jwks.hpp"

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/jose/jwk.hpp"
#include "jwtkeep/keyring/material.hpp"

namespace jwtkeep::destination {

base::Result<std::string> public_jwks(const keyring::Keyring& keyring) {
  jose::PublicJwks set;
  for (const auto* key : keyring::verifying_keys(keyring)) {
    JWTKEEP_TRY(const auto verifying, keyring::verify_key(*key, nullptr));
    JWTKEEP_CHECK(set.add(verifying));
  }
  return base::write_json(set.to_json());
}

}  // namespace jwtkeep::destination
