// Blobs of a repository's history, each once.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/scan/finding.hpp"
#include "jwtkeep/scan/source/source.hpp"

namespace jwtkeep::scan {

class BlobQueue;
class Provenance;
class Tally;

struct HistoryRequest {
  std::string folder = {};   ///< within the repository; empty: the current one, as git finds it
  std::string range = {};    ///< commits as git names them, `A..B`: the blobs that they brought. Empty: all refs
  bool all_objects = false;  ///< also what no ref leads to
};

class HistorySource {
 public:
  explicit HistorySource(HistoryRequest request);
  ~HistorySource();
  HistorySource(const HistorySource&) = delete;
  HistorySource& operator=(const HistorySource&) = delete;

  /// Errors: `not_found` (no git), `bad_value` (no repository, no such range), `permission` (somebody else's),
  /// `io_failed`. A history that cannot be followed to its end is none: what is there is scanned, and the damage
  /// counted.
  base::Result<void> read(Tally& tally);

  /// Completes `place.history` of findings whose `history->blob` says where they are from, and their path. After
  /// `read`. Errors: those of `read`.
  base::Result<void> locate(std::vector<Finding>& findings, const SourceOptions& options) const;

 private:
  base::Result<void> read_others(Tally& tally, BlobQueue& queue, const std::function<void(std::size_t)>& want);

  HistoryRequest request_;
  std::unique_ptr<Provenance> provenance_;
};

}  // namespace jwtkeep::scan
