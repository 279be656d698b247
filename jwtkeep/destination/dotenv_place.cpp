#include "jwtkeep/destination/dotenv_place.hpp"

#include "jwtkeep/destination/env_file.hpp"
#include "jwtkeep/destination/env_text.hpp"
#include "jwtkeep/destination/standing_file.hpp"

namespace jwtkeep::destination {

base::Result<base::SecretBytes> DotenvPlace::render(const Held& held, Role role, std::string_view prefix) const {
  JWTKEEP_TRY(const auto all, variables(held, role, prefix));
  return env_text(all, EnvFormat::dotenv);
}

base::Result<std::optional<Standing>> DotenvPlace::read() { return read_standing_file(path_); }

base::Result<void> DotenvPlace::write(const base::SecretBytes& text, const Marks& /*marks*/,
                                      const std::optional<Standing>& over) {
  JWTKEEP_CHECK(check_env_file_place(path_));
  JWTKEEP_CHECK(check_still_standing(path_, over));
  return write_env_file(path_, text);
}

}  // namespace jwtkeep::destination
