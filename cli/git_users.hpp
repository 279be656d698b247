// The names and addresses that git's configuration gives for whoever runs the program.
#pragma once

#include <string>
#include <vector>

namespace jwtkeep::cli {

/// From the files that git reads for its user (git-config(1), "FILES"): GIT_CONFIG_GLOBAL, else
/// `$XDG_CONFIG_HOME/git/config` and `~/.gitconfig`, and then `.git/config` of the working folder. Files that are
/// missing, cannot be read or are larger than 64 KiB are passed over.
std::vector<std::string> git_users();

}  // namespace jwtkeep::cli
