// What a Vault server says in an answer's `errors`. Internal to this room.
#pragma once

#include <string>
#include <string_view>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::destination {

/// The texts of `errors`, one a line, at most 4 KiB; empty where there are none. Guarded: they may quote
/// what was sent.
base::SecretBytes all_words(const base::Json& body);

/// On one line, printable ASCII, at most 200 characters. Each run of 20 or more characters of which credentials and
/// keys are made is left out, paths too.
std::string fit_for_message(std::string_view words);

}  // namespace jwtkeep::destination
