#include "jwtkeep/scan/source/git/provenance.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "jwtkeep/base/encoding.hpp"

namespace jwtkeep::scan {
namespace {

using base::Result;

constexpr std::string_view kModeSubmodule = "160000";
constexpr std::string_view kModeLink = "120000";

std::string hex(const ObjectId& id, std::size_t digits) {
  return base::hex_encode(base::ByteView(id.bytes).first(digits / 2));
}

}  // namespace

std::uint32_t Provenance::number_of(std::string_view text) {
  if (const auto known = numbers_.find(text); known != numbers_.end()) return known->second;
  const auto number = static_cast<std::uint32_t>(paths_.size());
  numbers_.emplace(paths_.emplace_back(text), number);
  return number;
}

/// `<id> <seconds> <author>`.
void Provenance::add_commit(std::string_view line) {
  Commit commit{};
  const auto id_end = std::min(line.find(' '), line.size());
  if (const auto id = ObjectId::parse(line.substr(0, id_end))) commit.id = *id;
  hex_digits_ = id_end;
  line.remove_prefix(std::min(id_end + 1, line.size()));
  const auto time_end = std::min(line.find(' '), line.size());
  std::from_chars(line.data(), line.data() + time_end, commit.time_s);
  line.remove_prefix(std::min(time_end + 1, line.size()));
  commit.author = number_of(line);
  commits_.push_back(commit);
  commit_ids_.insert(commit.id);
}

/// `:<mode> <mode> <id> <id> <letter>`; of a merge a `:`, a mode and an id for each parent first, and what came of them
/// last (git-diff(1), "combined diff").
std::optional<std::size_t> Provenance::add(std::string_view raw, std::string_view path, Tally& tally) {
  const auto parents = std::min(raw.find_first_not_of(':'), raw.size());
  raw.remove_prefix(parents);
  std::string_view mode;
  std::string_view object;
  for (std::size_t field = 0; field < 2 * (parents + 1); ++field) {
    const auto end = std::min(raw.find(' '), raw.size());
    if (field == parents) mode = raw.substr(0, end);
    object = raw.substr(0, end);
    raw.remove_prefix(std::min(end + 1, raw.size()));
  }
  const auto id = ObjectId::parse(object);
  if (!id || id->is_null() || commits_.empty() || mode == kModeLink) return std::nullopt;
  const Change change{.commit = static_cast<std::uint32_t>(commits_.size() - 1), .path = number_of(path)};
  if (mode == kModeSubmodule) {
    if (submodules_.insert(change.path).second) tally.skip(Skip::submodule, std::string(path));
    return std::nullopt;
  }
  const auto [at, is_new] = by_id_.try_emplace(*id, static_cast<std::uint32_t>(blobs_.size()));
  if (is_new) {
    blobs_.push_back({*id, change, change});
    return at->second;
  }
  // Mostly from the newest to the oldest, but clocks differ. Of several at one time the log's order counts.
  auto& brought = blobs_[at->second];
  const auto time = commits_[change.commit].time_s;
  auto other = change.path;
  if (time <= commits_[brought.first.commit].time_s) {
    other = std::exchange(brought.first, change).path;
  } else if (time > commits_[brought.last.commit].time_s) {
    other = std::exchange(brought.last, change).path;
  }
  if (other != brought.first.path && other != brought.last.path) more_paths_.push_back({at->second, other});
  return std::nullopt;
}

Result<void> Provenance::read_log(const std::string& folder, const std::vector<std::string>& revisions, Tally& tally,
                                  const std::function<void(std::size_t blob)>& is_new, const std::string& commits) {
  // Of merges (-c) what no parent has: everything else came with another commit.
  std::vector<std::string> words{"log",
                                 "--raw",
                                 "-z",
                                 "-c",
                                 "--root",
                                 "--no-abbrev",
                                 "--no-renames",
                                 "--no-ext-diff",
                                 "--no-notes",
                                 "--no-mailmap",
                                 "--no-decorate",
                                 "--ignore-submodules=none",
                                 "--encoding=UTF-8",
                                 "--format=%x01%H %ct %an <%ae>"};
  words.insert(words.end(), revisions.begin(), revisions.end());
  words.emplace_back("--");
  const bool has_commits = !commits.empty();
  JWTKEEP_TRY(auto git, GitProcess::start(folder, words, tally.options(),
                                          has_commits ? GitProcess::Input::ours : GitProcess::Input::none));
  // git reads all of them before it writes anything.
  if (has_commits) static_cast<void>(git.write(commits));
  git.close_input();
  std::string raw;
  while (auto field = git.output().until('\0')) {
    if (!raw.empty()) {
      if (const auto blob = add(raw, *field, tally)) is_new(*blob);
      raw.clear();
      continue;
    }
    // A line's end stands where the commit's own text would.
    while (field->starts_with('\n')) field->remove_prefix(1);
    if (field->starts_with('\x01')) {
      add_commit(field->substr(1));
    } else if (field->starts_with(':')) {
      raw = *field;
    }
  }
  std::ranges::sort(more_paths_);
  const auto [same, last] = std::ranges::unique(more_paths_);
  more_paths_.erase(same, last);
  if (tally.stopped()) return {};
  return git.finish();
}

std::optional<std::size_t> Provenance::find(const ObjectId& id) const {
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return std::nullopt;
  return found->second;
}

CommitNote Provenance::note(const Change& change) const {
  const auto& commit = commits_[change.commit];
  return {.id = hex(commit.id, hex_digits_),
          .time = base::Instant(base::Seconds(commit.time_s)),
          .author = paths_[commit.author],
          .path = paths_[change.path]};
}

History Provenance::history(std::size_t blob) const {
  const auto& brought = blobs_[blob];
  History history;
  history.blob = hex(brought.id, hex_digits_);
  history.first = note(brought.first);
  history.last = note(brought.last);
  history.paths = {history.first->path, history.last->path};
  const auto more = std::ranges::equal_range(more_paths_, blob, {}, &MorePaths::blob);
  for (const auto& row : more) history.paths.push_back(paths_[row.path]);
  std::ranges::sort(history.paths);
  const auto [same, last] = std::ranges::unique(history.paths);
  history.paths.erase(same, last);
  return history;
}

}  // namespace jwtkeep::scan
