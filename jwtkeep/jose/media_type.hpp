// Media types as a header's `typ` and `cty` give them (RFC 7515 sections 4.1.9 and 4.1.10). Internal to this room.
#pragma once

#include <string_view>

namespace jwtkeep::jose {

/// Compared without regard to case and to a leading `application/`.
bool same_media_type(std::string_view a, std::string_view b);

}  // namespace jwtkeep::jose
