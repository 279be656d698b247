// The file in which a run of crack is kept, so that it can go on.
#pragma once

#include <string>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/crack/saved_run.hpp"

namespace jwtkeep::cli {

/// Errors: `not_found`, `permission`, `io_failed`, those of `crack::parse_saved_run`.
base::Result<crack::SavedRun> load_run(const std::string& path);

/// Where a run is kept that names no file: in the user's state folder, by what it tries on which tokens. Empty where
/// there is no such folder.
std::string usual_run_path(const crack::SavedRun& run);

/// The one file of a run.
class RunFile {
 public:
  /// An empty path: none.
  explicit RunFile(const std::string& path);

  [[nodiscard]] const std::string& path() const noexcept { return path_; }  ///< absolute
  /// Replaces it whole or not at all; its folder is made. Errors: `unsafe_place` (there is something that is no plain
  /// file), `permission`, `no_space`, `io_failed`.
  base::Result<void> save(const crack::SavedRun& run);
  /// The run is over.
  void remove() const;

 private:
  std::string path_;
};

}  // namespace jwtkeep::cli
