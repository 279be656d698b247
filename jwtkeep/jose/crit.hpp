// The header's `crit`: extensions that a reader has to understand or refuse (RFC 7515 section 4.1.11).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"

namespace jwtkeep::jose {

/// Whether RFC 7515 section 4.1 defines this header parameter, so that every reader understands it and `crit` must not
/// name it.
bool is_registered_parameter(std::string_view name) noexcept;

/// The names in the `crit` of a protected header; none where it has no `crit`. Errors: `malformed` for what RFC 7515
/// section 4.1.11 forbids its maker: no array, an empty one, names that are no strings, twice there, registered, or not
/// in the protected header. (The RFC lets an extension stand in the unprotected header, where anybody could change what
/// it says; that is refused too.)
base::Result<std::vector<std::string>> read_crit(const base::Json& protected_header);

/// Whether a reader that understands these extensions may go on. Errors: `crit_unsupported`, naming the first that is
/// not understood.
base::Result<void> check_understood(std::span<const std::string> crit, std::span<const std::string> understood);

}  // namespace jwtkeep::jose
