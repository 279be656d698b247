// What the next commit would bring.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/scan/finding.hpp"
#include "jwtkeep/scan/source/source.hpp"

namespace jwtkeep::scan {

class Tally;

class StagedSource {
 public:
  /// `folder` within the repository; empty: the current one, as git finds it, which is what a hook needs.
  explicit StagedSource(std::string folder) : folder_(std::move(folder)) {}

  /// The staged blobs, whole: what stands around a line says what the line is. Errors: as `HistorySource::read`.
  base::Result<void> read(Tally& tally);

  /// Leaves those findings that touch a line which the commit adds. After `read`. Errors: those of `read`.
  base::Result<void> keep_added(std::vector<Finding>& findings, const SourceOptions& options) const;

 private:
  std::string folder_;
  std::unordered_map<std::string, bool> is_new_;  ///< by path: the file has no other version
};

}  // namespace jwtkeep::scan
