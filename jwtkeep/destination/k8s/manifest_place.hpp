// `k8s://namespace/name?manifest=PATH`: the manifest of a Secret as a file, mode 0600, which git ignores.
#pragma once

#include <string>

#include "jwtkeep/destination/place.hpp"

namespace jwtkeep::destination {

/// What is written is for `kubectl apply` or whatever else brings manifests to a cluster. The labels and annotations
/// that other hands have given it stay.
class ManifestPlace final : public Place {
 public:
  ManifestPlace(std::string path, std::string name_space, std::string name)
      : path_(std::move(path)), name_space_(std::move(name_space)), name_(std::move(name)) {}

  [[nodiscard]] base::Result<base::SecretBytes> render(const Held& held, Role role,
                                                       std::string_view prefix) const override;
  /// Errors also: those of `read_manifest`.
  base::Result<std::optional<Standing>> read() override;
  /// Errors also: those of `check_env_file_place` and `read_manifest`: what is no such manifest is not overwritten.
  base::Result<void> write(const base::SecretBytes& text, const Marks& marks,
                           const std::optional<Standing>& over) override;

 private:
  std::string path_;
  std::string name_space_;
  std::string name_;
};

}  // namespace jwtkeep::destination
