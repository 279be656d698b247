// `scan --rotate`: the live keys that were found are compromised, and are treated so.
#pragma once

#include <vector>

#include "cli/session.hpp"
#include "jwtkeep/scan/finding.hpp"

namespace jwtkeep::cli {

/// What became of one key.
struct ScanRotation {
  keyring::Name keyring;
  std::string kid;
  std::vector<std::string> done;  ///< one sentence each
  std::string failed;             ///< why it did not work, or empty
};

/// The live keys whose secrets these findings are, each once. A token is not its key: those who have it cannot sign
/// others, unless its secret is published. A kid alone proves nothing: whoever writes a file could have any key
/// rotated.
std::vector<scan::Owner> keys_to_rotate(const std::vector<scan::Finding>& findings);

/// `rotate KEYRING --compromised KID` for each. Errors: those of opening the store.
base::Result<std::vector<ScanRotation>> rotate_found(const std::vector<scan::Owner>& keys, const Session& session);

base::Json to_json(const std::vector<ScanRotation>& rotations);

}  // namespace jwtkeep::cli
