// A YAML document as a JSON value: the one door to libyaml.
#pragma once

#include <string_view>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::destination {

/// One document of YAML (or JSON, which is YAML) of at most 1 MiB, as Kubernetes' tools write it. All texts that are
/// values are guarded; `true`, `false` and `null` in plain style are what they say; all else, numbers too, is text.
///
/// Refused is what two readers may take differently or what could grow: anchors, aliases, tags, merge keys, a name that
/// stands twice in one mapping, several documents, more than 32 levels or 20,000 values.
///
/// libyaml works in ordinary memory. What could be a key or a token, a run of 20 or more of the characters of which
/// those are made, is taken out of the text before and put back into guarded memory after.
/// Errors: `malformed` with the line's number, `duplicate_member`, `too_large`. No message quotes the text; `path` is
/// for messages.
base::Result<base::Json> parse_yaml(const base::SecretBytes& text, std::string_view path);

}  // namespace jwtkeep::destination
