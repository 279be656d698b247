// Keeping what OpenSSL holds of a private key out of ordinary, unwiped memory.
#pragma once

namespace jwtkeep::crypto {

/// Makes OpenSSL wipe every block that it frees or moves, and keep what it takes for secret from the start (an EC key's
/// number, an RSA key's while it is made or checked) on a locked heap of 1 MiB that is left out of core dumps. Where
/// the heap cannot be locked it is used unlocked, as for `SecretBytes`. The numbers of a loaded RSA key are on
/// OpenSSL's ordinary heap as long as the key lives: a program that holds some also forbids core dumps.
///
/// To be called once by the program, first of all: it returns false, and the wiping is not in force, when OpenSSL has
/// allocated before. Calling it again does nothing and returns what the first call did.
bool prepare_openssl() noexcept;

}  // namespace jwtkeep::crypto
