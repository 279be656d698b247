// Naming one key of a keyring on the command line.
#pragma once

#include <string>

#include "jwtkeep/keyring/keyring.hpp"

namespace jwtkeep::cli {

/// The key with this id, or the only one whose id begins so (four characters at least). Errors: `bad_value`, with the
/// ids that there are.
base::Result<const keyring::Key*> choose_key(const keyring::Keyring& ring, const std::string& kid);

}  // namespace jwtkeep::cli
