#include "jwtkeep/scan/source/excluded.hpp"

namespace jwtkeep::scan {
namespace {

std::string lines(const std::vector<std::string>& patterns) {
  std::string text;
  for (const auto& pattern : patterns) text += pattern + "\n";
  return text;
}

}  // namespace

Excluded::Excluded(const std::vector<std::string>& patterns) : file_(lines(patterns)) {}

bool Excluded::has(std::string_view path, bool is_folder) const {
  if (file_.empty()) return false;
  std::size_t name_begin = 0;
  for (std::size_t end = path.find_first_of("/!"); end != std::string_view::npos;
       end = path.find_first_of("/!", end + 1)) {
    const auto upper = path.substr(0, end);
    if (file_.judge(upper, upper.substr(name_begin), path[end] == '/') == IgnoreVerdict::ignored) return true;
    name_begin = end + 1;
  }
  return file_.judge(path, path.substr(name_begin), is_folder) == IgnoreVerdict::ignored;
}

}  // namespace jwtkeep::scan
