// `dotenv:PATH`: a dotenv file, mode 0600, which git ignores.
#pragma once

#include <string>

#include "jwtkeep/destination/place.hpp"

namespace jwtkeep::destination {

class DotenvPlace final : public Place {
 public:
  explicit DotenvPlace(std::string path) : path_(std::move(path)) {}

  [[nodiscard]] base::Result<base::SecretBytes> render(const Held& held, Role role,
                                                       std::string_view prefix) const override;
  base::Result<std::optional<Standing>> read() override;
  /// Errors also: those of `check_env_file_place`.
  base::Result<void> write(const base::SecretBytes& text, const Marks& marks,
                           const std::optional<Standing>& over) override;

 private:
  std::string path_;
};

}  // namespace jwtkeep::destination
