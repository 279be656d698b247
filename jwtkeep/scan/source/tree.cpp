#include "jwtkeep/scan/source/tree.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <optional>
#include <ranges>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include "jwtkeep/base/file_handle.hpp"
#include "jwtkeep/base/system_error.hpp"
#include "jwtkeep/scan/source/blob_reader.hpp"
#include "jwtkeep/scan/source/excluded.hpp"
#include "jwtkeep/scan/source/file_stream.hpp"
#include "jwtkeep/scan/source/folder_handle.hpp"
#include "jwtkeep/scan/source/ignore/git_folder.hpp"
#include "jwtkeep/scan/source/ignore/ignore_file.hpp"
#include "jwtkeep/scan/source/tally.hpp"
#include "jwtkeep/scan/source/tracked_files.hpp"
#include "jwtkeep/scan/source/work_list.hpp"

namespace jwtkeep::scan {
namespace {

using base::FileHandle;
using base::Result;

/// Files that a thread takes at a time: few enough to be shared out evenly, enough to pay for opening their folder.
constexpr std::size_t kFilesAtOnce = 32;
/// So many lots of files may wait before no more folders are listed.
constexpr std::size_t kMostWaiting = 4096;
constexpr std::size_t kListingBytes = std::size_t{32} << 10;
/// Processes that list tracked files while folders are read. A folder of hundreds of repositories asks the others
/// later.
constexpr int kMostListings = 4;

/// One of the paths that were given.
struct Root {
  FileHandle folder;  ///< or the file itself
  std::string real;   ///< the path without links
  std::string shown;  ///< what stands before the paths below it
};

/// A working tree of git, or what of it is read.
struct Tracked {
  Tracked(std::shared_ptr<const Root> in, std::string at) : root(std::move(in)), top(std::move(at)) {}

  std::shared_ptr<const Root> root;
  std::string top;  ///< from the root; ends in `/`, or is empty
  std::mutex mutex;
  bool has_ignored = false;
  std::optional<TrackedFiles> files;
};

struct Folder {
  std::shared_ptr<const Root> root;
  std::string path;    ///< from the root; ends in `/`, or is empty
  std::string within;  ///< from the top of the repository; ends in `/`, or is empty
  std::shared_ptr<const IgnoreLevel> ignores;
  std::shared_ptr<Tracked> repository;
};

struct Lot {
  std::shared_ptr<const Root> root;
  std::string path;   ///< of their folder, as `Folder::path`
  std::string names;  ///< each with a NUL behind it; paths where the folder is the root
  std::size_t count = 0;
};

std::string message(int error_number) { return std::error_code(error_number, std::generic_category()).message(); }

Skip skip_of(int error_number) {
  switch (error_number) {
    case ENOENT:
    case ENOTDIR: return Skip::vanished;
    case ELOOP: return Skip::symlink;
    case EACCES:
    case EPERM: return Skip::permission;
    case ENXIO:
    case ENODEV: return Skip::not_a_file;
    default: return Skip::read_error;
  }
}

struct Entry {
  std::string_view name;
  unsigned char type;
};

class Walk {
 public:
  explicit Walk(Tally& tally) : tally_(&tally), excluded_(tally.options().exclude), work_(kMostWaiting) {}

  Result<void> add_root(const std::string& given);
  void run();

 private:
  void work(std::size_t thread);
  void list(const Folder& given);
  bool read_entries(int descriptor, std::string& names, std::vector<Entry>& entries, const std::string& shown);
  void read(const Lot& lot, BlobReader& reader);
  void read_file(int folder, const std::string& name, const std::string& shown, bool below, BlobReader& reader);
  void enter_repository(Folder& folder, const std::string& absolute);
  void ignored_in(const Folder& folder);
  std::vector<Lot> tracked_lots();

  Tally* tally_;
  Excluded excluded_;
  WorkList<Folder, Lot> work_;
  std::vector<Folder> first_folders_;
  std::vector<Lot> first_lots_;
  std::atomic<std::uint64_t> files_found_ = 0, files_done_ = 0;
  std::mutex repositories_mutex_;
  std::vector<std::shared_ptr<Tracked>> repositories_;  ///< those with something ignored
  int listings_ = 0;
};

/// As people write it: `./src/` is `src`, `.` is nothing.
std::string shown_prefix(std::string_view given) {
  while (given.size() > 1 && given.ends_with('/')) given.remove_suffix(1);
  while (given.starts_with("./")) {
    given.remove_prefix(2);
    while (given.starts_with('/')) given.remove_prefix(1);
  }
  if (given == "." || given.empty()) return {};
  std::string shown(given);
  if (!shown.ends_with('/')) shown.push_back('/');
  return shown;
}

std::optional<std::string> without_links(const std::string& path) {
  const std::unique_ptr<char, void (*)(void*)> real(::realpath(path.c_str(), nullptr), std::free);
  if (real == nullptr) return std::nullopt;
  return std::string(real.get());
}

/// `folder`'s own ignore file before those above.
void push_own(std::shared_ptr<const IgnoreLevel>& ignores, int folder, std::size_t prefix_bytes) {
  const auto text = read_short_file(folder, ".gitignore");
  if (!text) return;
  IgnoreFile file(*text);
  if (file.empty()) return;
  ignores = std::make_shared<const IgnoreLevel>(IgnoreLevel{ignores, std::move(file), prefix_bytes});
}

void Walk::enter_repository(Folder& folder, const std::string& absolute) {
  const auto git = GitFolder::of(absolute);
  if (!git) return;
  folder.within.clear();
  folder.ignores = ignored_everywhere(&*git, tally_->options().environment);
  folder.repository = std::make_shared<Tracked>(folder.root, folder.path);
}

Result<void> Walk::add_root(const std::string& given) {
  struct stat status{};
  if (::stat(given.c_str(), &status) != 0) return std::unexpected(base::system_error(errno, given));
  const bool is_folder = S_ISDIR(status.st_mode);
  if (!is_folder && !S_ISREG(status.st_mode)) {
    // Given by its name or not, it could keep us for ever.
    tally_->skip(Skip::not_a_file, given);
    return {};
  }
  auto root = std::make_shared<Root>();
  root->folder =
      FileHandle(::open(given.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (is_folder ? O_DIRECTORY : 0)));
  if (!root->folder) return std::unexpected(base::system_error(errno, given));
  if (!is_folder) {
    root->shown = shown_prefix(given);
    root->shown.pop_back();
    first_lots_.push_back({.root = root, .path = {}, .names = {}, .count = 1});
    return {};
  }
  root->shown = shown_prefix(given);
  auto real = without_links(given);
  if (!real) return std::unexpected(base::system_error(errno, given));
  root->real = *real == "/" ? std::string() : *std::move(real);

  Folder folder{.root = root, .path = {}, .within = {}, .ignores = {}, .repository = {}};
  if (tally_->options().ignore_files) {
    // What holds above holds here: up to the repository's top, where there is one.
    std::vector<std::string> above;
    auto at = root->real;
    bool found = GitFolder::of(at.empty() ? "/" : at).has_value();
    while (!found && !at.empty()) {
      at.resize(at.rfind('/'));
      above.push_back(at);
      found = GitFolder::of(at.empty() ? "/" : at).has_value();
    }
    if (!found) {
      folder.ignores = ignored_everywhere(nullptr, tally_->options().environment);
    } else if (!above.empty()) {
      enter_repository(folder, at);
      for (const auto& upper : std::views::reverse(above)) {
        const FileHandle opened(::open(upper.empty() ? "/" : upper.c_str(), O_PATH | O_CLOEXEC | O_DIRECTORY));
        const auto prefix = upper.size() == at.size() ? 0 : upper.size() - at.size();
        if (opened) push_own(folder.ignores, opened.get(), prefix);
      }
      folder.within = root->real.substr(at.size() + 1) + "/";
    }
  }
  first_folders_.push_back(std::move(folder));
  return {};
}

/// False where the folder could not be read to its end; what was read is there.
bool Walk::read_entries(int descriptor, std::string& names, std::vector<Entry>& entries, const std::string& shown) {
  std::array<char, kListingBytes> listing;  // NOLINT(*-member-init): the kernel fills it
  std::vector<std::pair<std::size_t, unsigned char>> found;
  bool whole = true;
  while (!tally_->stopped()) {
    const auto got = ::getdents64(descriptor, listing.data(), listing.size());
    if (got == 0) break;
    if (got < 0) {
      tally_->skip(skip_of(errno), shown, message(errno));
      whole = false;
      break;
    }
    for (ssize_t at = 0; at < got;) {
      const auto* const entry = reinterpret_cast<const dirent64*>(listing.data() + at);
      const std::string_view name(static_cast<const char*>(entry->d_name));
      if (name != "." && name != "..") {
        found.emplace_back(names.size(), entry->d_type);
        names.append(name).push_back('\0');
      }
      at += entry->d_reclen;
    }
  }
  for (const auto& [at, type] : found) entries.push_back({names.c_str() + at, type});
  return whole;
}

void Walk::ignored_in(const Folder& folder) {
  tally_->ignored();
  const auto& repository = folder.repository;
  if (repository == nullptr) return;
  const std::scoped_lock lock(repository->mutex);
  if (std::exchange(repository->has_ignored, true)) return;
  const std::scoped_lock all(repositories_mutex_);
  repositories_.push_back(repository);
  if (listings_++ < kMostListings) {
    repository->files.emplace(repository->root->real + "/" + repository->top, tally_->options());
  }
}

void Walk::list(const Folder& given) {
  const auto& options = tally_->options();
  auto folder = given;
  const auto shown = folder.root->shown + folder.path;
  const auto below = folder.path.empty() ? std::string(".") : folder.path.substr(0, folder.path.size() - 1);
  const auto opened = open_below(folder.root->folder.get(), below, O_DIRECTORY);
  if (!opened) {
    const int failed = errno;
    // A link where a folder was: O_DIRECTORY makes it ENOTDIR.
    tally_->skip(skip_of(failed), shown.substr(0, shown.size() - (shown.ends_with('/') ? 1 : 0)), message(failed));
    return;
  }
  std::string names;
  std::vector<Entry> entries;
  read_entries(opened.get(), names, entries, shown);

  if (options.ignore_files) {
    const auto has = [&](std::string_view name) {
      return std::ranges::any_of(entries, [&](const Entry& entry) { return entry.name == name; });
    };
    if (has(".git")) enter_repository(folder, folder.root->real + "/" + folder.path);
    if (has(".gitignore")) push_own(folder.ignores, opened.get(), folder.within.size());
  }

  std::vector<Folder> folders;
  std::vector<Lot> lots;
  std::string within;
  for (auto& [name, type] : entries) {
    if (name == ".git" || (!options.hidden && name.starts_with('.'))) continue;
    if (type == DT_UNKNOWN) {
      struct stat status{};
      // NOLINTNEXTLINE(bugprone-suspicious-stringview-data-usage): a NUL stands behind it in `names`
      if (::fstatat(opened.get(), name.data(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
        tally_->skip(skip_of(errno), fmt::format("{}{}", shown, name), message(errno));
        continue;
      }
      type = IFTODT(status.st_mode);
    }
    if (!excluded_.empty() && excluded_.has(fmt::format("{}{}", shown, name), type == DT_DIR)) {
      tally_->ignored();
      continue;
    }
    if (folder.ignores != nullptr) {
      within.assign(folder.within).append(name);
      if (IgnoreLevel::ignores(folder.ignores.get(), within, name, type == DT_DIR)) {
        ignored_in(folder);
        continue;
      }
    }
    if (type == DT_DIR) {
      folders.push_back({.root = folder.root,
                         .path = fmt::format("{}{}/", folder.path, name),
                         .within = fmt::format("{}{}/", folder.within, name),
                         .ignores = folder.ignores,
                         .repository = folder.repository});
    } else if (type == DT_REG) {
      if (lots.empty() || lots.back().count == kFilesAtOnce) {
        lots.push_back({.root = folder.root, .path = folder.path, .names = {}, .count = 0});
      }
      lots.back().names.append(name).push_back('\0');
      ++lots.back().count;
      files_found_.fetch_add(1, std::memory_order_relaxed);
    } else {
      tally_->skip(type == DT_LNK ? Skip::symlink : Skip::not_a_file, fmt::format("{}{}", shown, name));
    }
  }
  work_.add(std::move(folders), std::move(lots));
}

void Walk::read_file(int folder, const std::string& name, const std::string& shown, bool below, BlobReader& reader) {
  FileHandle opened;
  if (below) {
    opened = open_below(folder, name, 0);
    if (!opened) {
      tally_->skip(skip_of(errno), shown, message(errno));
      return;
    }
  }
  const int descriptor = below ? opened.get() : folder;
  struct stat status{};
  if (::fstat(descriptor, &status) != 0) {
    tally_->skip(skip_of(errno), shown, message(errno));
    return;
  }
  if (!S_ISREG(status.st_mode)) {
    tally_->skip(Skip::not_a_file, shown);
    return;
  }
  if (static_cast<std::uint64_t>(status.st_size) > tally_->options().largest_file_bytes) {
    tally_->skip(Skip::file_too_large, shown);
    return;
  }
  FileStream stream(descriptor, status, *tally_);
  reader.read(stream, shown);
}

void Walk::read(const Lot& lot, BlobReader& reader) {
  const auto& root = *lot.root;
  if (lot.names.empty()) {
    read_file(root.folder.get(), {}, root.shown, false, reader);
    return;
  }
  FileHandle opened;
  int folder = root.folder.get();
  if (!lot.path.empty()) {
    opened = open_below(folder, lot.path.substr(0, lot.path.size() - 1), O_DIRECTORY | O_PATH);
    if (!opened) {
      const int failed = errno;
      for (std::size_t at = 0; at < lot.names.size(); at = lot.names.find('\0', at) + 1) {
        tally_->skip(skip_of(failed), root.shown + lot.path + (lot.names.c_str() + at), message(failed));
      }
      return;
    }
    folder = opened.get();
  }
  const auto shown = root.shown + lot.path;
  for (std::size_t at = 0; at < lot.names.size() && !tally_->stopped();) {
    const std::string name(lot.names.c_str() + at);
    at += name.size() + 1;
    read_file(folder, name, shown + name, true, reader);
  }
  const auto done = files_done_.fetch_add(lot.count, std::memory_order_relaxed) + lot.count;
  tally_->expect(static_cast<std::uint64_t>(static_cast<double>(tally_->done()) / static_cast<double>(done) *
                                            static_cast<double>(files_found_.load(std::memory_order_relaxed))));
}

void Walk::work(std::size_t thread) {
  BlobReader reader(thread, *tally_);
  while (auto taken = work_.take()) {
    // Once stopped, what is left is taken and dropped, so that all threads come to an end.
    if (!tally_->stopped()) {
      if (taken->first) list(*taken->first);
      if (taken->second) read(*taken->second, reader);
    }
    work_.done();
  }
}

std::vector<Lot> Walk::tracked_lots() {
  std::vector<Lot> lots;
  for (const auto& repository : repositories_) {
    if (tally_->stopped()) break;
    const auto folder = repository->root->real + "/" + repository->top;
    if (!repository->files) repository->files.emplace(folder, tally_->options());
    const auto paths = repository->files->list();
    repository->files.reset();
    if (!paths) {
      if (!tally_->stopped()) {
        tally_->skip(Skip::read_error, repository->root->shown + repository->top,
                     fmt::format("which of the ignored files are tracked is not known: {}", paths.error().what));
      }
      continue;
    }
    for (const auto& path : *paths) {
      if (!tally_->options().hidden && (path.starts_with('.') || path.contains("/."))) continue;
      // One of a submodule's folder, or one that was deleted: no file.
      if (lots.empty() || lots.back().root != repository->root || lots.back().count == kFilesAtOnce) {
        lots.push_back({.root = repository->root, .path = {}, .names = {}, .count = 0});
      }
      lots.back().names.append(repository->top).append(path).push_back('\0');
      ++lots.back().count;
      files_found_.fetch_add(1, std::memory_order_relaxed);
    }
  }
  return lots;
}

void Walk::run() {
  const auto in_threads = [&] {
    std::vector<std::jthread> others;
    for (std::size_t thread = 1; thread < tally_->options().threads; ++thread) {
      others.emplace_back([this, thread] { work(thread); });
    }
    work(0);
  };
  work_.add(std::move(first_folders_), std::move(first_lots_));
  in_threads();
  if (auto lots = tracked_lots(); !lots.empty()) {
    work_.add({}, std::move(lots));
    in_threads();
  }
}

}  // namespace

Result<void> read_tree(const std::vector<std::string>& paths, Tally& tally) {
  Walk walk(tally);
  for (const auto& path : paths) JWTKEEP_CHECK(walk.add_root(path));
  walk.run();
  return {};
}

}  // namespace jwtkeep::scan
