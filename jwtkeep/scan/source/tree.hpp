// Folders and files, as they stand on the disk.
#pragma once

#include <string>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/scan/source/source.hpp"

namespace jwtkeep::scan {

class Tally;

/// Reads the files `paths` and everything in the folders `paths`, but for what ignore files name. A file that is given
/// by its name is read in any case, and links among `paths` are followed, as nowhere else. Within a repository a file
/// that git tracks is read even if an ignore file names it. `.git` is never entered.
/// Errors: `not_found` and `permission` for one of `paths`, before anything is read. Everything else is counted.
base::Result<void> read_tree(const std::vector<std::string>& paths, Tally& tally);

}  // namespace jwtkeep::scan
