#include "jwtkeep/scan/run.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <tuple>
#include <utility>

#include "jwtkeep/scan/source/excluded.hpp"
#include "jwtkeep/scan/source/git/staged.hpp"
#include "jwtkeep/scan/source/standard_input.hpp"
#include "jwtkeep/scan/source/tally.hpp"
#include "jwtkeep/scan/source/tree.hpp"

namespace jwtkeep::scan {
namespace {

using base::Result;

/// Of a tree full of links nobody reads more.
constexpr std::size_t kMostSkipped = 2000;

/// One thread's.
struct Lane {
  std::optional<Scanner> scanner;
  std::vector<Finding> findings;
  std::optional<base::Error> failed;

  void scan(const Blob& blob, const ScannerOptions& options) {
    if (!scanner && !failed) {
      // By the thread itself, while the source finds its first blobs.
      auto made = Scanner::create(options);
      if (made) {
        scanner.emplace(*std::move(made));
      } else {
        failed = std::move(made).error();
      }
    }
    if (!scanner) return;
    const auto before = findings.size();
    scanner->scan(blob, findings);
    if (blob.object.empty()) return;
    for (auto at = before; at < findings.size(); ++at) {
      findings[at].place.history.emplace();
      findings[at].place.history->blob = blob.object;
    }
  }
};

auto order_of(const Finding& finding) {
  const auto& place = finding.place;
  return std::tuple(std::string_view(place.path), place.begin.line, place.begin.column, place.end.line,
                    place.end.column, std::string_view(finding.rule),
                    place.history ? std::string_view(place.history->blob) : std::string_view());
}

void sort_and_merge(std::vector<Finding>& findings) {
  std::ranges::sort(findings, {}, order_of);
  const auto [same, last] = std::ranges::unique(findings, {}, order_of);
  findings.erase(same, last);
}

/// Whatever the kind of source: what reads it, and what has to be done with its findings afterwards.
class Reading {
 public:
  Reading(const Request& request, const SourceOptions& options) : request_(&request), options_(&options) {
    if (const auto* staged = std::get_if<StagedRequest>(request_)) staged_.emplace(staged->folder);
    if (const auto* history = std::get_if<HistoryRequest>(request_))
      history_ = std::make_unique<HistorySource>(*history);
  }

  Result<void> read(Tally& tally) {
    if (staged_) return staged_->read(tally);
    if (history_) return history_->read(tally);
    if (const auto* stream = std::get_if<StreamRequest>(request_)) {
      return read_stream(stream->descriptor, stream->shown, tally);
    }
    return read_tree(std::get<TreeRequest>(*request_).paths, tally);
  }

  Result<void> finish(std::vector<Finding>& findings) const {
    if (history_) return history_->locate(findings, *options_);
    if (!staged_) return {};
    JWTKEEP_CHECK(staged_->keep_added(findings, *options_));
    // A place in the index, and no history.
    for (auto& finding : findings) finding.place.history.reset();
    return {};
  }

 private:
  const Request* request_;
  const SourceOptions* options_;
  std::optional<StagedSource> staged_;
  std::unique_ptr<HistorySource> history_;
};

}  // namespace

Result<Scanned> run(const Request& request, const ScannerOptions& scanner, const SourceOptions& source,
                    const Progress& progress) {
  auto options = source;
  options.threads = std::max<std::size_t>(options.threads, 1);
  Scanned scanned;
  std::mutex telling;
  std::vector<Lane> lanes(options.threads);
  const Excluded excluded(options.exclude);
  const SourceEvents events{.blob =
                                [&](std::size_t thread, const Blob& blob) {
                                  if (!excluded.has(blob.path, false)) lanes[thread].scan(blob, scanner);
                                },
                            .skipped =
                                [&](const Skipped& skipped) {
                                  const std::scoped_lock lock(telling);
                                  if (scanned.skipped.size() < kMostSkipped) scanned.skipped.push_back(skipped);
                                },
                            .progress = progress};
  Tally tally(options, events);
  Reading reading(request, options);
  JWTKEEP_CHECK(reading.read(tally));

  for (auto& lane : lanes) {
    if (lane.failed) return std::unexpected(*std::move(lane.failed));
    if (lane.scanner) lane.scanner->crack(lane.findings);
    lane.scanner.reset();
    std::ranges::move(lane.findings, std::back_inserter(scanned.findings));
    lane.findings.clear();
  }
  scanned.stopped = tally.stopped();
  JWTKEEP_CHECK(reading.finish(scanned.findings));
  sort_and_merge(scanned.findings);
  std::ranges::sort(scanned.skipped, {}, [](const Skipped& one) { return std::tie(one.path, one.why, one.detail); });
  scanned.counts = tally.counts();
  return scanned;
}

}  // namespace jwtkeep::scan
