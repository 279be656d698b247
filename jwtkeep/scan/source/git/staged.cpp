#include "jwtkeep/scan/source/git/staged.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "jwtkeep/scan/source/git/blob_readers.hpp"
#include "jwtkeep/scan/source/git/git_process.hpp"
#include "jwtkeep/scan/source/git/object_id.hpp"
#include "jwtkeep/scan/source/tally.hpp"

namespace jwtkeep::scan {
namespace {

using base::Result;

const std::vector<std::string> kDiff{"diff",           "--cached",      "--no-abbrev",   "--no-renames",
                                     "--no-ext-diff",  "--no-textconv", "--no-relative", "--ignore-submodules=none",
                                     "--diff-filter=d"};

std::vector<std::string> diff(std::initializer_list<std::string> more) {
  auto words = kDiff;
  words.insert(words.end(), more);
  return words;
}

/// The next word of a line.
std::string_view word_of(std::string_view& line) {
  const auto end = std::min(line.find(' '), line.size());
  const auto word = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return word;
}

struct Lines {
  std::uint64_t first = 0, last = 0;
};

/// `@@ -a,b +c,d @@`: lines c to c + d - 1; none where d is 0.
std::optional<Lines> added_by(std::string_view hunk) {
  const auto plus = hunk.find(" +");
  if (plus == std::string_view::npos) return std::nullopt;
  const auto* at = hunk.data() + plus + 2;
  const auto* const end = hunk.data() + hunk.size();
  std::uint64_t first = 0;
  std::uint64_t count = 1;
  const auto read = std::from_chars(at, end, first);
  if (read.ec != std::errc{}) return std::nullopt;
  if (read.ptr != end && *read.ptr == ',') std::from_chars(read.ptr + 1, end, count);
  if (count == 0) return std::nullopt;
  return Lines{first, first + count - 1};
}

/// By blob: which of its lines are new.
struct AddedLines {
  std::unordered_map<ObjectId, std::vector<Lines>> of;
  std::unordered_set<ObjectId> whole;  ///< git takes it for binary, and tells no lines
};

/// Reads what `git diff -U0 --full-index` writes. Headers stand at a line's beginning, and lines of files behind a `+`
/// or
/// `-`, so that no file can look like one.
AddedLines read_patch(PipeReader& patch) {
  AddedLines added;
  std::optional<ObjectId> blob;
  while (const auto line = patch.until('\n')) {
    if (line->starts_with("diff --git ")) blob.reset();
    if (line->starts_with("index ")) {
      auto ids = line->substr(std::string_view("index ").size());
      ids = ids.substr(0, ids.find(' '));
      if (const auto dots = ids.find(".."); dots != std::string_view::npos)
        blob = ObjectId::parse(ids.substr(dots + 2));
    }
    if (!blob) continue;
    if (line->starts_with("Binary files ")) added.whole.insert(*blob);
    if (line->starts_with("@@ ")) {
      if (const auto lines = added_by(*line)) added.of[*blob].push_back(*lines);
    }
  }
  return added;
}

}  // namespace

Result<void> StagedSource::read(Tally& tally) {
  JWTKEEP_TRY(auto git, GitProcess::start(folder_, diff({"--raw", "-z"}), tally.options()));
  BlobQueue queue;
  BlobReaders readers(folder_, queue, tally);
  // `:<mode> <mode> <id> <id> <letter>`, and the path.
  while (const auto field = git.output().until('\0')) {
    auto raw = *field;
    word_of(raw);
    const std::string mode(word_of(raw));
    word_of(raw);
    const std::string object(word_of(raw));
    const bool is_new = raw.starts_with('A');
    const auto name = git.output().until('\0');
    if (!name) break;
    std::string path(*name);
    const auto id = ObjectId::parse(object);
    if (mode == "160000") {
      tally.skip(Skip::submodule, std::move(path));
    } else if (id && !id->is_null() && mode != "120000") {
      is_new_[path] = is_new;
      // Usual commits are read by this thread alone; what is longer than a run begins at once.
      if (queue.added() == BlobQueue::kRun) readers.start(tally.options().threads - 1);
      queue.add({.object = object, .path = std::move(path)});
    }
  }
  if (tally.stopped()) return {};
  JWTKEEP_CHECK(git.finish());
  queue.close();
  readers.expect(queue.added());
  if (queue.added() > 0) readers.work(tally.options().threads - 1);
  return readers.finish();
}

Result<void> StagedSource::keep_added(std::vector<Finding>& findings, const SourceOptions& options) const {
  const auto is_new = [&](const Finding& finding) {
    const auto known = is_new_.find(finding.place.path);
    // An entry of an archive has no lines that anybody could compare.
    return known == is_new_.end() || known->second;
  };
  if (std::ranges::all_of(findings, is_new)) return {};
  JWTKEEP_TRY(auto git,
              GitProcess::start(folder_, diff({"-p", "-U0", "--full-index", "--no-indent-heuristic"}), options));
  const auto added = read_patch(git.output());
  JWTKEEP_CHECK(git.finish());
  std::erase_if(findings, [&](const Finding& finding) {
    if (is_new(finding)) return false;
    const auto id = finding.place.history ? ObjectId::parse(finding.place.history->blob) : std::nullopt;
    if (!id || added.whole.contains(*id)) return false;
    const auto lines = added.of.find(*id);
    return lines == added.of.end() || std::ranges::none_of(lines->second, [&](const Lines& range) {
             return range.first <= finding.place.end.line && finding.place.begin.line <= range.last;
           });
  });
  return {};
}

}  // namespace jwtkeep::scan
