// The tokens that are to be cracked.
#pragma once

#include <string>
#include <vector>

#include "cli/output.hpp"
#include "jwtkeep/crack/target.hpp"

namespace jwtkeep::cli {

/// A token, and what is attacked of it.
struct CrackToken {
  std::string text;
  std::string digest;  ///< `crack::target_digest`
  crack::Target target;
};

/// From arguments: tokens themselves, `@FILE` and `-` with one token a line; without any, standard input. The word
/// Bearer is passed over, and so is a token that was there already. `stdin_taken`: standard input is a word list.
/// One token that cannot be attacked is the error; among several it is a warning.
/// Errors: `bad_value`, those of `crack::target_of` and of reading.
base::Result<std::vector<CrackToken>> read_crack_tokens(const std::vector<std::string>& arguments, bool stdin_taken,
                                                        Output& out);

}  // namespace jwtkeep::cli
