// Keyrings as programs read them: by `--json` and over HTTP. Holds nothing secret.
#pragma once

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/keyring/keyring.hpp"
#include "jwtkeep/keyring/plan.hpp"

namespace jwtkeep::keyring {

/// A keyring with its keys and what comes next.
base::Json shown_json(const Keyring& keyring, const Steps& ahead);
base::Json shown_json(const Steps& steps);
/// Steps that were taken: what, and with which key.
base::Json shown_taken(const Steps& taken);

}  // namespace jwtkeep::keyring
