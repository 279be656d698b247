// What a verifier asks our listener for: the head of an HTTP request. Internal to this room and its fuzz target.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace jwtkeep::probe {

inline constexpr std::size_t kMostHeadBytes = std::size_t{8} << 10;

/// Whether the head is whole: an empty line ends it.
bool is_whole_head(std::string_view head) noexcept;

/// The path of a GET or HEAD, without its query; nothing for all else. Of an absolute target its path.
std::optional<std::string> fetched_path(std::string_view head);

}  // namespace jwtkeep::probe
