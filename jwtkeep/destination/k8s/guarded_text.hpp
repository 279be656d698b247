// Texts of a value whose texts are all guarded. Internal to this room.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "jwtkeep/base/json.hpp"

namespace jwtkeep::destination {

/// A text that is public: a name, a path, a reason. Nothing for what is no text, is empty, is longer than 4 KiB, or
/// holds a control character.
std::optional<std::string> public_text(const base::Json* value);

/// The member's member, and so on; nullptr where one is missing.
const base::Json* member(const base::Json* value, std::initializer_list<std::string_view> names) noexcept;

}  // namespace jwtkeep::destination
