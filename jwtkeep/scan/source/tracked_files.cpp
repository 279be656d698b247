#include "jwtkeep/scan/source/tracked_files.hpp"

#include <utility>

namespace jwtkeep::scan {

TrackedFiles::TrackedFiles(const std::string& folder, const SourceOptions& options)
    : git_(GitProcess::start(folder, {"ls-files", "-z", "-i", "-c", "--exclude-standard", "--"}, options)) {}

base::Result<std::vector<std::string>> TrackedFiles::list() {
  if (!git_) return std::unexpected(git_.error());
  std::vector<std::string> paths;
  while (const auto path = git_->output().until('\0')) paths.emplace_back(*path);
  JWTKEEP_CHECK(git_->finish());
  return paths;
}

}  // namespace jwtkeep::scan
