// Files that git tracks although an ignore file names them. Internal.
#pragma once

#include <string>
#include <vector>

#include "jwtkeep/scan/source/git/git_process.hpp"

namespace jwtkeep::scan {

/// git's list of them, which it makes while others work.
class TrackedFiles {
 public:
  /// Of the working tree at `folder`, below it. Starts git; where there is none, nothing is tracked.
  TrackedFiles(const std::string& folder, const SourceOptions& options);

  /// Waits for it. Paths from `folder`. Errors: git's, also that there is none.
  base::Result<std::vector<std::string>> list();

 private:
  base::Result<GitProcess> git_;
};

}  // namespace jwtkeep::scan
