// A repository as its files show it, without asking git: where it keeps what ignores. Internal.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "jwtkeep/scan/source/ignore/ignore_file.hpp"

namespace jwtkeep::scan {

/// A variable of an environment as `environ` has it; null: this process's own.
std::optional<std::string_view> variable(const char* const* environment, std::string_view name);

/// What a short file holds; nothing where it cannot be had, is no regular file (links are not followed below `folder`),
/// or is longer than an ignore file ever is. Never waits for a FIFO.
std::optional<std::string> read_short_file(int folder, const char* name, bool follow = false);

struct GitFolder {
  std::string common;  ///< the folder with `config` and `info`, also of a linked working tree

  /// Of the working tree at `folder`, where it is the top of one.
  static std::optional<GitFolder> of(const std::string& folder);
};

/// What holds in all of a repository: info/exclude, and behind it the user's own file. `repository` null: the user's.
std::shared_ptr<const IgnoreLevel> ignored_everywhere(const GitFolder* repository, const char* const* environment);

}  // namespace jwtkeep::scan
