// Text for a command line that somebody will paste.
#pragma once

#include <string>

namespace jwtkeep::report {

/// In single quotes for a POSIX shell, zsh and fish.
std::string shell_quoted(const std::string& text);
/// The same, but bare where no shell sees anything in it.
std::string shell_word(const std::string& text);

}  // namespace jwtkeep::report
