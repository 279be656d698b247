// Variables as text, for whoever reads them: dotenv, a shell, JSON, Docker, Kubernetes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/destination/variable.hpp"
#include "jwtkeep/keyring/name.hpp"

namespace jwtkeep::destination {

enum class EnvFormat : std::uint8_t {
  dotenv,  ///< `NAME='value'`, read alike by dotenv for Node, python-dotenv and docker compose
  shell,   ///< `export NAME='value'` for `eval` in any POSIX shell
  json,    ///< one object, name to value, on one line
  docker,  ///< `NAME=value` as `docker run --env-file` reads it: no quotes, one line each
  k8s,     ///< a manifest of a Kubernetes Secret, YAML
};

std::string_view word(EnvFormat format) noexcept;
std::optional<EnvFormat> env_format_from_word(std::string_view word) noexcept;

/// The text, ending in a newline. `k8s_name` and `k8s_namespace` count for `EnvFormat::k8s` alone; an empty namespace
/// leaves the choice to whoever applies the manifest.
/// Errors: `bad_value` for a variable's name or a Kubernetes name that is none, and for a value that the format cannot
/// carry so that every reader takes it the same (a line break for `docker`; both kinds of quotes for `dotenv`; what is
/// not UTF-8 for all but `shell` and `k8s`; a NUL for all): the hint names a format that can.
base::Result<base::SecretBytes> env_text(const std::vector<Variable>& variables, EnvFormat format,
                                         std::string_view k8s_name = {}, std::string_view k8s_namespace = {});

/// The Secret's name of a keyring: `orders-prod-jwt` for `orders/prod` (an RFC 1123 label's characters).
std::string k8s_name_for(const keyring::Name& name);

}  // namespace jwtkeep::destination
