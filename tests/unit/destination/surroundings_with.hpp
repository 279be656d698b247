// What a place sees of the machine, for tests.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "jwtkeep/destination/surroundings.hpp"

namespace jwtkeep::destination {

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// Only these variables and files are there; the home folder is /home/tester.
inline Surroundings surroundings_with(Pairs variables, Pairs files = {}) {
  const auto found = [](const auto& all, const std::string& name) {
    return std::ranges::find(all, name, [](const auto& each) { return each.first; });
  };
  return {.variable = [variables = std::move(variables),
                       found](const std::string& name) -> std::optional<base::SecretBytes> {
            const auto each = found(variables, name);
            if (each == variables.end() || each->second.empty()) return std::nullopt;
            return base::SecretBytes::copy_of(std::string_view(each->second));
          },
          .file = [files = std::move(files), found](const std::string& path) -> base::Result<base::SecretBytes> {
            const auto each = found(files, path);
            if (each == files.end()) return base::fail(base::Reason::not_found, "there is no " + path);
            return base::SecretBytes::copy_of(std::string_view(each->second));
          },
          .home = "/home/tester"};
}

}  // namespace jwtkeep::destination
