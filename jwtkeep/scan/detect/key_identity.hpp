// By what a key pair is known.
#pragma once

#include <optional>
#include <string>

#include "jwtkeep/scan/candidate.hpp"

namespace jwtkeep::scan {

/// The public half's thumbprint (RFC 7638) of a candidate that is a private key in PEM, DER or a JWK. Nothing for
/// symmetric keys, encrypted ones, damaged ones and those too weak to be taken (crypto/key_pair.hpp).
std::optional<std::string> private_key_thumbprint(const Candidate& candidate);

}  // namespace jwtkeep::scan
