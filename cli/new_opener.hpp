// A new way into a store: a passphrase that is good enough, a key file that was not there.
#pragma once

#include <string>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/store/master_key.hpp"

namespace jwtkeep::cli {

/// The passphrase from the environment variable of this name, else asked for twice on the terminal. Errors: `bad_value`
/// (it can be guessed, or the two differ), those of asking.
base::Result<store::Opener> new_passphrase_opener(const std::string& variable);

/// Writes a new key file. Errors: those of `write_new_private_file`.
base::Result<store::Opener> new_key_file_opener(const std::string& path);

}  // namespace jwtkeep::cli
