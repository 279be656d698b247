// Where blobs come from: trees, files, standard input, archives, what is staged, a history.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/scan/blob.hpp"

namespace jwtkeep::scan {

/// Why something was not scanned; each is counted, and told at the end.
enum class Skip : std::uint8_t {
  ignored,            ///< by .gitignore and the like
  not_a_file,         ///< a FIFO, a socket, a device
  symlink,            ///< links are not followed: what they point to is scanned where it stands
  permission,         ///< may not be read
  vanished,           ///< was there when the folder was read
  changed,            ///< while it was read; what was read was scanned
  read_error,         ///< the disk, or a network file system
  file_too_large,     ///< past `SourceOptions::largest_file_bytes`
  archive_too_large,  ///< past a bound on entries, bytes, ratio or depth; what stood before it was scanned
  archive_damaged,    ///< what stood before the damage was scanned
  archive_encrypted,
  compressed,      ///< one file by bzip2 or xz: it would take longer than everything around it
  object_damaged,  ///< of git
  object_missing,  ///< of git: a partial clone has left it where it came from; nothing is fetched
  submodule        ///< its own history; scan it there
};
inline constexpr std::size_t kSkips = 15;

/// One word each, with `-`: `not-a-file`.
std::string_view word(Skip skip) noexcept;

/// One thing that was skipped for a reason that the user will want to know: not `ignored`.
struct Skipped {
  Skip why{};
  std::string path;
  std::string detail;  ///< or empty
};

/// What was seen, in all.
struct SourceCounts {
  std::uint64_t blobs = 0;                      ///< files, entries of archives or objects; pieces of one count once
  std::uint64_t bytes = 0;                      ///< of them
  std::array<std::uint64_t, kSkips> skipped{};  ///< by `Skip`; a folder that is ignored counts once

  SourceCounts& operator+=(const SourceCounts& more) noexcept;
};

/// What a source tells while it runs. All are called by any of its threads, `blob` by thread `thread` from 0.
struct SourceEvents {
  /// To scan it; the bytes are gone afterwards.
  std::function<void(std::size_t thread, const Blob&)> blob;
  std::function<void(const Skipped&)> skipped;
  /// How much is done, and of how much where that is known (0: not yet; of a tree an estimate): bytes of files, or of
  /// objects. Some times a second at most.
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;
};

struct SourceOptions {
  std::size_t threads = 1;
  bool ignore_files = true;          ///< honour .gitignore, .git/info/exclude and the user's core.excludesFile
  bool hidden = true;                ///< .env files are what we look for; `.git` itself never is
  bool archives = true;              ///< look into zip, jar, tar, tar.gz and image tarballs
  std::vector<std::string> exclude;  ///< patterns as in a .gitignore, for paths as they are reported
  std::uint64_t largest_file_bytes = std::uint64_t{1} << 40;
  const std::atomic<bool>* stop = nullptr;  ///< once true, the source ends soon
  /// For `git` and for the place of the user's own ignore file, as `environ` has it. Null: this process's own.
  const char* const* environment = nullptr;
};

}  // namespace jwtkeep::scan
