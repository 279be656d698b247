#include "jwtkeep/jose/jwk_kid.hpp"

#include "jwtkeep/jose/thumbprint.hpp"

namespace jwtkeep::jose {

std::string kid_of(const Jwk& jwk) {
  if (jwk.kid) return *jwk.kid;
  return kind_of(jwk.material) ? thumbprint(jwk) : std::string{};
}

}  // namespace jwtkeep::jose
