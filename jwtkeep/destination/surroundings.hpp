// Where a destination's credentials come from.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::destination {

/// What a place may look at around this process. Tests say it; the command line gives `of_process`.
struct Surroundings {
  /// An environment variable; nothing where it is not set or empty.
  std::function<std::optional<base::SecretBytes>(const std::string& name)> variable;
  /// A file's bytes, at most 1 MiB. Errors: `not_found`, `permission`, `io_failed`, `too_large`.
  std::function<base::Result<base::SecretBytes>(const std::string& path)> file;
  std::string home;  ///< the user's home folder; empty where there is none

  static Surroundings of_process();

  /// A variable that is no secret, as text.
  [[nodiscard]] std::optional<std::string> text(const std::string& name) const;
};

}  // namespace jwtkeep::destination
