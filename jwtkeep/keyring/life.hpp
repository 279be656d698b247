// Carrying a step out on a keyring: pure, from one value to the next.
#pragma once

#include <string_view>

#include "jwtkeep/keyring/keyring.hpp"
#include "jwtkeep/keyring/plan.hpp"

namespace jwtkeep::keyring {

/// A keyring's first key signs at once: nobody can hold an older one.
Keyring begin(Name name, Policy policy, Key first, base::Instant now);

/// The keyring after `step`. For `publish`, `fresh` is the new key (kid, alg, fingerprint, public JWK; its state and
/// times are set here). Errors: `bad_value` when the step does not fit the keyring, which means that somebody else
/// was faster.
base::Result<Keyring> apply(const Keyring& keyring, const Step& step, base::Instant now, const Key* fresh = nullptr);

/// The keyring with `kid` compromised: refused from now on. The next `plan` promotes another key if it was the one
/// that signed. Errors: `key_unknown`, and `bad_value` when it already is.
base::Result<Keyring> compromise(const Keyring& keyring, std::string_view kid, base::Instant now);

}  // namespace jwtkeep::keyring
