#include "jwtkeep/destination/jwks_place.hpp"

#include <fmt/format.h>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/destination/public_jwks.hpp"
#include "jwtkeep/destination/standing_file.hpp"
#include "jwtkeep/destination/whole_file.hpp"

namespace jwtkeep::destination {

base::Result<base::SecretBytes> JwksPlace::render(const Held& held, Role /*role*/, std::string_view /*prefix*/) const {
  if (jose::is_symmetric(held.keyring.policy.alg)) {
    return base::fail(
        base::Reason::key_mismatch,
        fmt::format("the keys of {} are secrets, and a JWKS file is for everybody", held.keyring.name.text()),
        "give a keyring with secrets a place that is closed, such as dotenv:PATH");
  }
  JWTKEEP_TRY(const auto set, public_jwks(held.keyring));
  return base::SecretBytes::copy_of(set + "\n");
}

base::Result<std::optional<Standing>> JwksPlace::read() { return read_standing_file(path_); }

base::Result<void> JwksPlace::write(const base::SecretBytes& text, const Marks& /*marks*/,
                                    const std::optional<Standing>& over) {
  JWTKEEP_CHECK(check_still_standing(path_, over));
  return write_whole_file(path_, text, 0644);
}

}  // namespace jwtkeep::destination
