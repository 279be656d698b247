// Several threads that read blobs out of a repository. Internal.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/scan/source/git/blob_queue.hpp"
#include "jwtkeep/scan/source/tally.hpp"

namespace jwtkeep::scan {

class CatFile;

/// Reads what comes through a queue, until it is closed.
class BlobReaders {
 public:
  BlobReaders(const std::string& folder, BlobQueue& queue, Tally& tally);
  BlobReaders(const BlobReaders&) = delete;
  BlobReaders& operator=(const BlobReaders&) = delete;
  ~BlobReaders();

  /// By so many threads besides the caller's.
  void start(std::size_t threads);
  /// By the caller's own: thread `thread`.
  void work(std::size_t thread);
  /// Waits for all. Errors: those of `CatFile`.
  base::Result<void> finish();

  /// Blobs that were taken so far.
  [[nodiscard]] std::size_t taken() const noexcept { return taken_.load(std::memory_order_relaxed); }
  /// How many there are, once that is known: for the estimate of what is left.
  void expect(std::size_t blobs) noexcept { expected_.store(blobs, std::memory_order_relaxed); }

 private:
  BlobQueue* queue_;
  Tally* tally_;
  std::atomic<std::size_t> taken_ = 0, expected_ = 0;
  std::vector<std::unique_ptr<CatFile>> gits_;
  std::mutex failing_;
  base::Result<void> outcome_;
  std::vector<std::jthread> threads_;  ///< the last member: they end before the others
};

}  // namespace jwtkeep::scan
