// Who uses git on this machine, for the words that an attacker would try.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace jwtkeep::strength {

/// The values of `name` and `email` in the `[user]` sections of a git configuration file (git-config(1), "Syntax"), in
/// order, as `JudgeOptions::context` takes them. What is malformed is passed over, and so are includes.
std::vector<std::string> git_identity(std::string_view config);

}  // namespace jwtkeep::strength
