// The public keys of a verifier under test, in every form in which they are found.
#pragma once

#include <string>
#include <vector>

#include "cli/session.hpp"
#include "jwtkeep/probe/material.hpp"

namespace jwtkeep::cli {

struct VerifierKeys {
  std::vector<probe::VerifierKey> keys;
  std::vector<jose::EncryptionKey> encryption;
};

/// Adds those of a JWK set, out of a file or from an `https://` URL (`http://` on this machine). What is no key is
/// warned of and left out. Errors: `bad_value` where none remains; those of the file or of the answer.
base::Result<void> add_jwks(VerifierKeys& keys, const std::string& source, Session& session);

/// Adds that of a file: PEM, DER, a certificate, or one JWK. Errors: `bad_value`, those of the file.
base::Result<void> add_public_key(VerifierKeys& keys, const std::string& path);

/// Adds the key by which tokens are encrypted to who holds `key`, where there is one.
void add_encryption(std::vector<jose::EncryptionKey>& keys, const std::string& kid, const crypto::PublicKey& key);

}  // namespace jwtkeep::cli
