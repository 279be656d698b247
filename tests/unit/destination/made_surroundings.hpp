// What a place may look at, as a test says it.
#pragma once

#include <map>
#include <string>

#include "jwtkeep/destination/surroundings.hpp"

namespace jwtkeep::destination {

struct MadeSurroundings {
  std::map<std::string, std::string> variables = {};
  std::map<std::string, std::string> files = {};

  /// Reads this anew at each look: it has to outlive what it gives.
  [[nodiscard]] Surroundings look() const {
    return {.variable = [this](const std::string& name) -> std::optional<base::SecretBytes> {
              const auto found = variables.find(name);
              if (found == variables.end() || found->second.empty()) return std::nullopt;
              return base::SecretBytes::copy_of(found->second);
            },
            .file = [this](const std::string& path) -> base::Result<base::SecretBytes> {
              const auto found = files.find(path);
              if (found == files.end()) return base::fail(base::Reason::not_found, path + " is not there");
              return base::SecretBytes::copy_of(found->second);
            },
            .home = "/home/orders"};
  }
};

}  // namespace jwtkeep::destination
