#include "jwtkeep/scan/source/git/blob_readers.hpp"

#include <utility>

#include "jwtkeep/scan/source/blob_reader.hpp"
#include "jwtkeep/scan/source/git/cat_file.hpp"

namespace jwtkeep::scan {

using base::Result;

BlobReaders::BlobReaders(const std::string& folder, BlobQueue& queue, Tally& tally) : queue_(&queue), tally_(&tally) {
  for (std::size_t git = 0; git < (tally.options().threads + 2) / 3; ++git) {
    gits_.push_back(std::make_unique<CatFile>(folder, tally));
  }
}
BlobReaders::~BlobReaders() { queue_->abandon(); }

void BlobReaders::start(std::size_t threads) {
  for (std::size_t thread = 0; thread < threads; ++thread) {
    threads_.emplace_back([this, thread] { work(thread); });
  }
}

void BlobReaders::work(std::size_t thread) {
  BlobReader reader(thread, *tally_);
  auto& git = gits_[thread % gits_.size()];
  const auto next = [&](bool with_wait) {
    auto run = queue_->take(with_wait);
    const auto taken = taken_.fetch_add(run.size(), std::memory_order_relaxed);
    const auto expected = expected_.load(std::memory_order_relaxed);
    if (taken > 0 && expected > 0) {
      // Nobody asks git for sizes, which takes about as long as reading.
      tally_->expect(static_cast<std::uint64_t>(static_cast<double>(tally_->done()) / static_cast<double>(taken) *
                                                static_cast<double>(expected)));
    }
    return run;
  };
  if (auto read = git->read_all(next, reader); !read) {
    {
      const std::scoped_lock lock(failing_);
      outcome_ = std::move(read);
    }
    queue_->abandon();
  }
  if (tally_->stopped()) queue_->abandon();
}

Result<void> BlobReaders::finish() {
  threads_.clear();
  return outcome_;
}

}  // namespace jwtkeep::scan
