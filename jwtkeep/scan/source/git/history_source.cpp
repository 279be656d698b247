#include "jwtkeep/scan/source/git/history_source.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/scan/source/git/blob_readers.hpp"
#include "jwtkeep/scan/source/git/provenance.hpp"
#include "jwtkeep/scan/source/tally.hpp"

namespace jwtkeep::scan {
namespace {

using base::Result;

/// So many of the log's blobs are put in order before they are asked for: first fewer, for readers that wait.
constexpr std::size_t kFirstLot = std::size_t{1} << 13;
constexpr std::size_t kMostOfLot = std::size_t{1} << 16;

/// What stands in the repository itself, or where it borrows from.
struct Objects {
  std::vector<ObjectId> blobs, commits;
  std::size_t hex_digits = 40;
};

Result<Objects> list_objects(const std::string& folder, const SourceOptions& options) {
  JWTKEEP_TRY(auto git, GitProcess::start(folder,
                                          {"cat-file", "--batch-all-objects", "--unordered", "--buffer",
                                           "--batch-check=%(objectname) %(objecttype)"},
                                          options));
  Objects objects;
  while (const auto line = git.output().until('\n')) {
    const auto id_end = std::min(line->find(' '), line->size());
    const auto id = ObjectId::parse(line->substr(0, id_end));
    if (!id) continue;
    objects.hex_digits = id_end;
    if (line->substr(id_end) == " blob") objects.blobs.push_back(*id);
    if (line->substr(id_end) == " commit") objects.commits.push_back(*id);
  }
  // A damaged object may end it; what it has told is there.
  if (auto ended = git.finish(); !ended && objects.blobs.empty()) return std::unexpected(std::move(ended).error());
  return objects;
}

/// Whether some of its objects have been left where they came from. git would end at each of them.
bool is_partial(const std::string& folder, const SourceOptions& options) {
  auto git = GitProcess::start(
      folder, {"config", "--get-regexp", R"(^(remote\..*\.promisor|extensions\.partialclone)$)"}, options);
  return git && git->output().until('\n').has_value();
}

/// What HEAD's tree has of `wanted`, and where first. Without a HEAD: nothing.
std::unordered_map<ObjectId, std::string> in_head(const std::string& folder, const std::unordered_set<ObjectId>& wanted,
                                                  const SourceOptions& options) {
  std::unordered_map<ObjectId, std::string> found;
  auto git = GitProcess::start(folder, {"ls-tree", "-r", "-z", "--full-tree", "HEAD", "--"}, options);
  if (!git) return found;
  // `<mode> <type> <id>\t<path>`
  while (const auto row = git->output().until('\0')) {
    const auto tab = row->find('\t');
    if (tab == std::string_view::npos) continue;
    const auto head = row->substr(0, tab);
    const auto id = ObjectId::parse(head.substr(head.rfind(' ') + 1));
    if (id && wanted.contains(*id)) found.emplace(*id, row->substr(tab + 1));
  }
  static_cast<void>(git->finish());
  return found;
}

}  // namespace

HistorySource::HistorySource(HistoryRequest request)
    : request_(std::move(request)), provenance_(std::make_unique<Provenance>()) {}
HistorySource::~HistorySource() = default;

Result<void> HistorySource::read(Tally& tally) {
  const auto& options = tally.options();
  const auto& folder = request_.folder;
  const auto& known = *provenance_;
  const bool whole = request_.range.empty();
  const auto hex = [&](const ObjectId& id) {
    return base::hex_encode(base::ByteView(id.bytes).first(known.hex_digits() / 2));
  };

  std::optional<std::unordered_set<ObjectId>> here;  // of a partial clone
  if (is_partial(folder, options)) {
    JWTKEEP_TRY(const auto objects, list_objects(folder, options));
    here.emplace(objects.blobs.begin(), objects.blobs.end());
  }
  // The log names blobs with their paths, by which their languages are told. Versions of one file are read one behind
  // the other: each is a delta of its neighbour, which git has at hand then; in the log's order only as long as the
  // whole tree fits into its cache. Each lot goes on while the log names the next one.
  BlobQueue queue;
  BlobReaders readers(folder, queue, tally);
  readers.start(options.threads);
  std::vector<std::size_t> waiting;
  auto lot = kFirstLot;
  const auto ask = [&] {
    std::ranges::sort(waiting, {}, [&](std::size_t blob) { return std::pair(known.path_number(blob), blob); });
    for (const auto blob : waiting) queue.add({.object = hex(known.id(blob)), .path = known.path(blob)});
    waiting.clear();
    lot = kMostOfLot;
  };
  const auto want = [&](std::size_t blob) {
    if (here && !here->contains(known.id(blob))) {
      tally.skip(Skip::object_missing, known.path(blob));
      return;
    }
    waiting.push_back(blob);
    if (waiting.size() == lot) ask();
  };
  std::vector<std::string> revisions{"--all"};
  if (!whole) revisions = {"--end-of-options", request_.range};
  const auto followed = provenance_->read_log(folder, revisions, tally, want);
  if (tally.stopped()) return {};
  // No repository, or no such range; or, in the midst of it, a commit or a tree that is damaged or not there.
  if (!followed && (!whole || followed.error().reason != base::Reason::io_failed)) return followed;
  if (!followed) tally.skip(Skip::object_damaged, folder.empty() ? "." : folder, followed.error().what);
  // Where the log breaks off nobody knows which objects a ref leads to: all of them are looked at.
  if ((whole && request_.all_objects) || !followed) JWTKEEP_CHECK(read_others(tally, queue, want));
  ask();
  queue.close();
  readers.expect(queue.added());
  return readers.finish();
}

/// What the log has not named.
Result<void> HistorySource::read_others(Tally& tally, BlobQueue& queue, const std::function<void(std::size_t)>& want) {
  const auto& folder = request_.folder;
  JWTKEEP_TRY(const auto objects, list_objects(folder, tally.options()));
  const auto digits = objects.hex_digits;
  const auto hex = [&](const ObjectId& id) { return base::hex_encode(base::ByteView(id.bytes).first(digits / 2)); };
  // Commits that were amended or rebased away still know the paths of what they brought.
  std::string lost;
  for (const auto& id : objects.commits) {
    if (!provenance_->has_commit(id)) lost.append(hex(id)).push_back('\n');
  }
  if (!lost.empty()) {
    const auto more = provenance_->read_log(folder, {"--no-walk=unsorted", "--stdin"}, tally, want, lost);
    if (!more) tally.skip(Skip::object_damaged, folder.empty() ? "." : folder, more.error().what);
  }
  for (const auto& id : objects.blobs) {
    if (!provenance_->find(id)) queue.add({.object = hex(id), .path = hex(id)});
  }
  return {};
}

Result<void> HistorySource::locate(std::vector<Finding>& findings, const SourceOptions& options) const {
  std::unordered_set<ObjectId> wanted;
  for (const auto& finding : findings) {
    if (!finding.place.history) continue;
    if (const auto id = ObjectId::parse(finding.place.history->blob)) wanted.insert(*id);
  }
  if (wanted.empty()) return {};
  const auto standing = in_head(request_.folder, wanted, options);
  for (auto& finding : findings) {
    auto& history = finding.place.history;
    const auto id = history ? ObjectId::parse(history->blob) : std::nullopt;
    if (!id) continue;
    if (const auto known = provenance_->find(*id)) history = provenance_->history(*known);
    const auto stands = standing.find(*id);
    history->in_head = stands != standing.end();
    history->head_path = history->in_head ? stands->second : "";
  }
  return {};
}

}  // namespace jwtkeep::scan
