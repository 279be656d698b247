// Which commits brought which blobs, and where they stood. Internal.
#pragma once

#include <compare>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/scan/finding.hpp"
#include "jwtkeep/scan/source/git/git_process.hpp"
#include "jwtkeep/scan/source/git/object_id.hpp"
#include "jwtkeep/scan/source/tally.hpp"

namespace jwtkeep::scan {

/// What `git log --raw` says. Blobs have numbers from 0, in the log's order: the newest first.
class Provenance {
 public:
  /// Reads the log of `revisions` (`--all`, `A..B`, or `--stdin`: those in `commits`, one a line). What came before a
  /// failure is kept. Each blob is told once, when it comes first. Errors: those of `GitProcess`.
  base::Result<void> read_log(const std::string& folder, const std::vector<std::string>& revisions, Tally& tally,
                              const std::function<void(std::size_t blob)>& is_new, const std::string& commits = {});

  [[nodiscard]] std::size_t size() const noexcept { return blobs_.size(); }
  /// Whether the log has shown this commit.
  [[nodiscard]] bool has_commit(const ObjectId& id) const { return commit_ids_.contains(id); }
  [[nodiscard]] std::optional<std::size_t> find(const ObjectId& id) const;
  [[nodiscard]] const ObjectId& id(std::size_t blob) const noexcept { return blobs_[blob].id; }
  /// Where the newest commit that brought it has it.
  [[nodiscard]] const std::string& path(std::size_t blob) const noexcept { return paths_[blobs_[blob].last.path]; }
  /// The same for blobs of one path, in the order in which the log has named paths.
  [[nodiscard]] std::uint32_t path_number(std::size_t blob) const noexcept { return blobs_[blob].last.path; }

  /// All but `in_head` and `head_path`.
  [[nodiscard]] History history(std::size_t blob) const;
  [[nodiscard]] std::size_t hex_digits() const noexcept { return hex_digits_; }

 private:
  struct Change {
    std::uint32_t commit = 0;
    std::uint32_t path = 0;
  };
  struct Brought {
    ObjectId id;
    Change first, last;
  };
  struct MorePaths {
    std::uint32_t blob;
    std::uint32_t path;
    friend auto operator<=>(const MorePaths&, const MorePaths&) = default;
  };
  struct Commit {
    ObjectId id;
    std::int64_t time_s = 0;
    std::uint32_t author = 0;
  };

  void add_commit(std::string_view line);
  /// The blob's number if it is a new one.
  std::optional<std::size_t> add(std::string_view raw, std::string_view path, Tally& tally);
  std::uint32_t number_of(std::string_view text);
  [[nodiscard]] CommitNote note(const Change& change) const;

  std::vector<Commit> commits_;
  std::unordered_set<ObjectId> commit_ids_;
  std::deque<std::string> paths_;                                ///< and authors
  std::unordered_map<std::string_view, std::uint32_t> numbers_;  ///< of the paths
  std::vector<Brought> blobs_;
  std::unordered_map<ObjectId, std::uint32_t> by_id_;
  std::vector<MorePaths> more_paths_;  ///< besides first and last; sorted once the log is over
  std::unordered_set<std::uint32_t> submodules_;
  std::size_t hex_digits_ = 40;
};

}  // namespace jwtkeep::scan
