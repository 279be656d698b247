// The store whose key is wrapped.
#pragma once

#include <string_view>

namespace jwtkeep::kms {

inline constexpr std::string_view kStoreId = "00112233445566778899aabbccddeeff";

}  // namespace jwtkeep::kms
