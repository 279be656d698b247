// The forms in which a public key is written into configurations: each a text that a confused verifier takes for an
// HMAC secret.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/probe/material.hpp"

namespace jwtkeep::probe {

/// Each form once, the commonest first; what was published of the key comes behind.
std::vector<KeyText> key_texts(const VerifierKey& key);

/// A PEM block (RFC 7468) of what is no secret, lines of 64 characters, with a newline behind it.
std::string pem_block(std::string_view label, base::ByteView der);

}  // namespace jwtkeep::probe
