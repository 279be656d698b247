// The manifest of a Kubernetes Secret as a file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/destination/variable.hpp"

namespace jwtkeep::destination {

struct ManifestHead {
  std::string name;
  std::string name_space = {};  ///< empty: whoever applies it chooses
  // By name; values may be anybody's, so they are guarded.
  std::vector<Variable> labels = {};
  std::vector<Variable> annotations = {};
};

/// The manifest in YAML, ending in a newline: type Opaque, the variables in base64 under `data`, each text in double
/// quotes, so that no reader takes one for a number. Names are taken as they are.
base::SecretBytes write_manifest(const ManifestHead& head, const std::vector<Variable>& variables);

struct Manifest {
  ManifestHead head;
  base::SecretBytes text;  ///< the variables in canonical form (ring_json.hpp)
};

/// Reads one that anybody wrote: one document with the Secret `name` of `name_space`, `data` and `stringData`, which
/// counts before `data` as it does for Kubernetes. What is not UTF-8 stands in the text as base64.
///
/// Refused is all else, because it would get lost when the file is written anew: other kinds, names and types, and
/// members besides labels and annotations. Errors: those of `parse_yaml`; `destination_failed`; `path` is for messages.
base::Result<Manifest> read_manifest(const base::SecretBytes& text, std::string_view path, std::string_view name,
                                     std::string_view name_space);

}  // namespace jwtkeep::destination
