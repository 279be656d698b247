// The same attack by hashcat on a GPU.
#pragma once

#include <string>
#include <vector>

#include "cli/crack_tokens.hpp"
#include "jwtkeep/crack/attack.hpp"

namespace jwtkeep::cli {

/// What was written, and the command lines that use it.
struct HashcatExport {
  std::vector<std::string> files;
  std::vector<std::string> commands;
};

/// Writes the tokens to `path` (hash mode 16500), and beside it what the attack needs and hashcat does not have: the
/// published secrets, the common rules and masks. No file is replaced. Errors: those of `make_stages` and of
/// `write_new_private_file`; `bad_value` for what hashcat cannot read.
base::Result<HashcatExport> export_for_hashcat(const std::string& path, const std::vector<CrackToken>& tokens,
                                               const crack::Attack& attack);

}  // namespace jwtkeep::cli
