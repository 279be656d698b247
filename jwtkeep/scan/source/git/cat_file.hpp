// Blobs out of a repository, one after the other. Internal.
#pragma once

#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "jwtkeep/scan/source/blob_reader.hpp"
#include "jwtkeep/scan/source/git/blob_queue.hpp"
#include "jwtkeep/scan/source/git/git_process.hpp"

namespace jwtkeep::scan {

/// A `git cat-file --batch` that several threads read from in turn: each takes a blob out and scans it while the next
/// one takes its own. One git holds up to 150 MB of deltas, and gives about what two threads scan. Questions go ahead
/// of the answers, so that it never waits for us.
class CatFile {
 public:
  CatFile(std::string folder, Tally& tally) : folder_(std::move(folder)), tally_(&tally) {}

  /// What is to be read next; nothing at the end. Only `with_wait` it may wait for it.
  using Next = std::function<std::vector<WantedBlob>(bool with_wait)>;

  /// Reads what `next` gives until it gives nothing. An object that git cannot give is counted, and the next one is
  /// read. Errors: those of `GitProcess::start`, and git's own where it gives nothing at all.
  base::Result<void> read_all(const Next& next, BlobReader& reader);

 private:
  /// Blobs that were taken out together, one behind the other in the reader's buffer.
  struct Haul {
    struct Held {
      WantedBlob blob;
      std::size_t begin = 0, size = 0;
    };
    std::vector<Held> blobs;
    std::size_t fill = 0;
  };

  base::Result<void> ask(const Next& next, bool with_wait);
  /// Until there is enough. False at the end, with nothing taken.
  base::Result<bool> take(const Next& next, BlobReader& reader, Haul& haul);
  /// The next answer, which is for `asked_`'s first. False where git has ended instead.
  bool answer(BlobReader& reader, Haul& haul);
  void scan(Haul& haul, BlobReader& reader) const;
  void count_damage();
  base::Result<void> restart();

  std::string folder_;
  Tally* tally_;
  std::mutex mutex_;  ///< of all below
  std::optional<GitProcess> git_;
  std::deque<WantedBlob> asked_;
  int damaged_ = 0;  ///< in a row
};

}  // namespace jwtkeep::scan
