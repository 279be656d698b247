// The description of the API (OpenAPI 3.1): docs/openapi.json.
#pragma once

#include <string_view>

namespace jwtkeep::server {

/// JSON. Lives as long as the program.
std::string_view openapi() noexcept;

}  // namespace jwtkeep::server
