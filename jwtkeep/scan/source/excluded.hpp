// What the user does not want to be scanned.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/scan/source/ignore/ignore_file.hpp"

namespace jwtkeep::scan {

/// Patterns as in a .gitignore, one each, for paths as they are reported: of files, of entries within archives, of a
/// history.
class Excluded {
 public:
  explicit Excluded(const std::vector<std::string>& patterns);

  [[nodiscard]] bool empty() const noexcept { return file_.empty(); }
  /// Whether a pattern matches the path or a folder (or an archive) above it.
  [[nodiscard]] bool has(std::string_view path, bool is_folder) const;

 private:
  IgnoreFile file_;
};

}  // namespace jwtkeep::scan
