// The variables of a Kubernetes Secret. Internal to this room.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/destination/environment.hpp"
#include "jwtkeep/destination/place.hpp"
#include "jwtkeep/destination/variable.hpp"

namespace jwtkeep::destination {

/// The keyring as `canonical_data` has it. Errors: those of `variables`; `bad_value` above the 1 MiB that Kubernetes
/// gives a Secret (MaxSecretSize of its API).
base::Result<base::SecretBytes> render_data(const Held& held, Role role, std::string_view prefix);

/// `data` and, counting before it, `stringData` of a Secret whose texts are guarded; values are bytes. Nothing where
/// these are no mappings of names to base64 and to text.
std::optional<std::vector<Variable>> secret_data(const base::Json& secret);

/// As one JSON object in canonical form (ring_json.hpp). A value that is not UTF-8 stands there in base64.
base::SecretBytes canonical_data(const std::vector<Variable>& data);

/// The annotations by which people and `doctor` know whose a Secret is, and jwtkeep which variables of it are its own.
std::vector<Variable> annotations_of(const Marks& marks, const std::vector<Variable>& variables);
/// Whether an annotation's name is one of `annotations_of`.
bool is_own_annotation(std::string_view name) noexcept;
/// Holds the names of the variables, with commas between them.
inline constexpr std::string_view kVariablesAnnotation = "jwtkeep.dev/variables";

/// What Kubernetes takes for the name of a Secret and of a namespace (RFC 1123: a subdomain, a label).
base::Result<void> check_names(std::string_view name, std::string_view name_space);

}  // namespace jwtkeep::destination
