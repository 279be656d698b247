// `jwks:PATH`: a file with the public keys, to be served by any web server.
#pragma once

#include <string>

#include "jwtkeep/destination/place.hpp"

namespace jwtkeep::destination {

/// Public keys alone, whatever the role: everybody may read the file (mode 0644). A keyring with secrets is refused.
class JwksPlace final : public Place {
 public:
  explicit JwksPlace(std::string path) : path_(std::move(path)) {}

  [[nodiscard]] base::Result<base::SecretBytes> render(const Held& held, Role role,
                                                       std::string_view prefix) const override;
  base::Result<std::optional<Standing>> read() override;
  base::Result<void> write(const base::SecretBytes& text, const Marks& marks,
                           const std::optional<Standing>& over) override;

 private:
  std::string path_;
};

}  // namespace jwtkeep::destination
