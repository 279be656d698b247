// The words of a command that takes a keyring, or keys by options: [KEYRING] [INPUT].
#pragma once

#include <string>
#include <vector>

#include "cli/key_source.hpp"

namespace jwtkeep::cli {

struct KeyWords {
  std::string ring;   ///< empty: the keys are given by options
  std::string input;  ///< empty: standard input
};

/// `usage` is shown when the words do not fit. Errors: `bad_value`, also when the key and the input would both be read
/// from standard input.
base::Result<KeyWords> split_words(const std::vector<std::string>& words, const KeySource& source, bool takes_input,
                                   const std::string& usage);

/// Whether standard input is left for the input. Errors: `bad_value`.
base::Result<void> check_standard_input(const KeySource& source, const std::string& input);

}  // namespace jwtkeep::cli
