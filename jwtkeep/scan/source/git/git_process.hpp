// A `git` that reads a repository for us, and does nothing else. Internal.
//
// The program and not a library: it is the fastest reader of its own packs (deltas are resolved once), and libgit2 1.5
// of Debian 12 knows no SHA-256 repositories, no partial clones and no multi-pack indexes without their packs.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "jwtkeep/base/file_handle.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/scan/source/git/pipe_reader.hpp"
#include "jwtkeep/scan/source/source.hpp"

namespace jwtkeep::scan {

/// A running git. The repository is taken for hostile: its configuration starts no program (hooks, file system monitor,
/// pager, external diff, text conversion, signature check), nothing is fetched, no lock is taken, replacement refs and
/// grafts do not hide anything, nobody is asked for a password.
class GitProcess {
 public:
  enum class Input : std::uint8_t { none, ours };

  /// `git -C folder words...`. Where `folder` is empty the current one is meant, and git's own variables (GIT_DIR,
  /// GIT_INDEX_FILE), as they stand in hooks, are obeyed. Errors: `not_found` (there is no git), `io_failed`.
  static base::Result<GitProcess> start(const std::string& folder, const std::vector<std::string>& words,
                                        const SourceOptions& options, Input input = Input::none);
  GitProcess(GitProcess&& other) noexcept
      : pid_(std::exchange(other.pid_, -1)),
        input_(std::move(other.input_)),
        errors_(std::move(other.errors_)),
        folder_(std::move(other.folder_)),
        output_(std::move(other.output_)) {}
  GitProcess& operator=(GitProcess&& other) noexcept;
  GitProcess(const GitProcess&) = delete;
  GitProcess& operator=(const GitProcess&) = delete;
  ~GitProcess() { end(); }  ///< one that still runs is ended and reaped

  [[nodiscard]] PipeReader& output() noexcept { return output_; }
  /// False once it has ended. Waits while it does not read.
  bool write(std::string_view text);
  void close_input() noexcept { input_.reset(); }

  /// Waits for its end. Errors: what it said when it failed: `bad_value` (no repository, no such revision),
  /// `permission` (the repository is somebody else's), `io_failed`.
  base::Result<void> finish();

 private:
  GitProcess(pid_t pid, base::FileHandle input, base::FileHandle errors, std::string folder, PipeReader output)
      : pid_(pid),
        input_(std::move(input)),
        errors_(std::move(errors)),
        folder_(std::move(folder)),
        output_(std::move(output)) {}
  void end() noexcept;

  pid_t pid_;  ///< -1 once it is reaped
  base::FileHandle input_;
  base::FileHandle errors_;
  std::string folder_;
  PipeReader output_;
};

}  // namespace jwtkeep::scan
