// hashcat's potfile: what has been cracked, one `token:secret` a line.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::crack {

/// The secret as a word of a list, `$HEX[...]` where it has to be.
base::SecretBytes word_of_secret(const base::SecretBytes& secret);

/// A line with its end.
base::SecretBytes potfile_line(std::string_view token, const base::SecretBytes& secret);

/// The secrets that a potfile has for these tokens, as a list of words: guesses until they have been tried.
std::string words_of_potfile(std::string_view potfile, std::span<const std::string> tokens);

}  // namespace jwtkeep::crack
