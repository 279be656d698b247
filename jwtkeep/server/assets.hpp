// The dashboard's files, as they lie in jwtkeep/server/dashboard/: in the binary.
#pragma once

#include <span>
#include <string_view>

namespace jwtkeep::server {

struct Asset {
  std::string_view path;  ///< within the folder, e.g. `style/frame.css`
  std::string_view type;  ///< media type
  std::string_view etag;  ///< a strong one (RFC 9110 section 8.8.3), with its quotes
  std::string_view content;
};

/// All of them, in the order of their paths.
std::span<const Asset> assets() noexcept;

}  // namespace jwtkeep::server
