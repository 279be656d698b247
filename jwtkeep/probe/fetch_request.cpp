#include "jwtkeep/probe/fetch_request.hpp"

#include <algorithm>

namespace jwtkeep::probe {

bool is_whole_head(std::string_view head) noexcept { return head.contains("\r\n\r\n") || head.contains("\n\n"); }

std::optional<std::string> fetched_path(std::string_view head) {
  auto line = head.substr(0, head.find_first_of("\r\n"));
  if (line.starts_with("GET ")) {
    line.remove_prefix(4);
  } else if (line.starts_with("HEAD ")) {
    line.remove_prefix(5);
  } else {
    return std::nullopt;
  }
  const auto space = line.find(' ');
  if (space == std::string_view::npos || !line.substr(space + 1).starts_with("HTTP/1.")) return std::nullopt;
  auto target = line.substr(0, space);
  if (target.starts_with("http://")) {
    target.remove_prefix(std::string_view("http://").size());
    target.remove_prefix(std::min(target.find('/'), target.size()));
  }
  target = target.substr(0, target.find('?'));
  if (!target.starts_with('/')) return std::nullopt;
  return std::string(target);
}

}  // namespace jwtkeep::probe
