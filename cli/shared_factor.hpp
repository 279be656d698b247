// A key that comes in against every key that is in the store already.
#pragma once

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/keyring/key.hpp"
#include "jwtkeep/store/store.hpp"

namespace jwtkeep::cli {

/// Refuses an RSA key that shares a prime factor with one of the store, in whatever state that is: whoever knows both
/// public keys has both private ones. Keys of other kinds pass. Errors: `bad_value`, naming the other keyring.
base::Result<void> refuse_shared_factor(store::Store& store, const keyring::Key& coming);

}  // namespace jwtkeep::cli
