// Members of a token's header that are texts, in signed and in encrypted tokens. Internal to this room.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"

namespace jwtkeep::jose {

inline std::unexpected<base::Error> malformed_member(std::string_view name, std::string_view what) {
  return base::fail(base::Reason::malformed, "the header's \"" + std::string(name) + "\" " + std::string(what));
}

/// The member; nothing where it is not there. Errors: `malformed` for another kind of value.
inline base::Result<std::optional<std::string>> header_text(const base::Json& header, std::string_view name) {
  const auto* member = header.find(name);
  if (member == nullptr) return std::optional<std::string>{};
  if (member->string() == nullptr) return malformed_member(name, "is not a string");
  return std::optional(*member->string());
}

}  // namespace jwtkeep::jose
