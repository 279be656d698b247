// What the numbers say (RFC 9110 section 15).
#pragma once

#include <string_view>

namespace jwtkeep::web {

/// `Not Found`; for a number without a name here, that of its class: `Client Error`.
std::string_view phrase(int status) noexcept;

/// Whether an answer of that status never has a body (RFC 9112 section 6.3): 1xx, 204 and 304.
constexpr bool is_bodiless(int status) noexcept { return status < 200 || status == 204 || status == 304; }

}  // namespace jwtkeep::web
