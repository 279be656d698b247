// Keys that several tests share: made once, because RSA keys take a while.
#pragma once

#include <vector>

#include "jwtkeep/crypto/key_pair.hpp"
#include "jwtkeep/crypto/signature.hpp"

namespace jwtkeep::crypto {

const PrivateKey& rsa_2048();
const PrivateKey& rsa_3072();

/// One private key of every kind, and both RSA sizes.
const std::vector<PrivateKey>& sample_keys();

/// The schemes that a kind of key signs with; none for X25519 and X448.
std::vector<Scheme> schemes_of(KeyKind kind);

/// `bytes` in guarded memory.
inline base::SecretBytes secret(base::ByteView bytes) { return base::SecretBytes::copy_of(bytes); }
inline base::SecretBytes secret(std::string_view text) { return base::SecretBytes::copy_of(text); }

/// The same set of private numbers again, since it cannot be copied.
PrivateComponents clone(const PrivateComponents& numbers);

/// Whether two sets of private numbers are the same.
bool same(const PrivateComponents& a, const PrivateComponents& b);

}  // namespace jwtkeep::crypto
