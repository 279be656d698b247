// One scan from its source to its findings.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/scan/finding.hpp"
#include "jwtkeep/scan/scanner.hpp"
#include "jwtkeep/scan/source/git/history_source.hpp"
#include "jwtkeep/scan/source/source.hpp"

namespace jwtkeep::scan {

/// Files, and folders with everything in them.
struct TreeRequest {
  std::vector<std::string> paths;
};

/// Standard input, or anything else that is open. It stays open.
struct StreamRequest {
  int descriptor = 0;
  std::string shown;  ///< the path of its findings
};

/// What the next commit would bring: only findings on lines that it adds.
struct StagedRequest {
  std::string folder =
      {};  ///< within the repository; empty: the current one, as git finds it, which is what a hook needs
};

using Request = std::variant<TreeRequest, StreamRequest, StagedRequest, HistoryRequest>;

/// How far a run is: bytes of files, or of objects; `total` is 0 while nobody knows. Called by any thread, one at a
/// time, some times a second at most.
using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

struct Scanned {
  /// By path, place and rule; the same whatever the number of threads. What two paths of the request share is there
  /// once.
  std::vector<Finding> findings;
  SourceCounts counts;
  std::vector<Skipped> skipped;  ///< by path; the first few thousand of those that are worth a line
  bool stopped = false;          ///< by `SourceOptions::stop`: not everything was seen
};

/// Reads the source with `source.threads` threads, each with a scanner of its own.
/// Errors: those of `Scanner::create`, `read_tree`, `read_stream`, `StagedSource` and `HistorySource`.
base::Result<Scanned> run(const Request& request, const ScannerOptions& scanner, const SourceOptions& source,
                          const Progress& progress = {});

}  // namespace jwtkeep::scan
