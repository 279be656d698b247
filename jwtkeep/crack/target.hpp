// What is to be cracked: a token whose signature was made with a secret that can be guessed.
#pragma once

#include <string>
#include <string_view>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/jose/alg.hpp"

namespace jwtkeep::crack {

/// One token: what was signed, and what the secret made of it. `alg` is HS256, HS384 or HS512 (RFC 7518 section 3.2).
struct Target {
  jose::Alg alg;
  std::string signing_input;
  base::Bytes tag;  ///< as long as the algorithm's hash
};

/// From a token in compact form, of at most 1 MiB. Errors: those of `jose::UnverifiedToken::parse`; `alg_not_allowed`
/// where nobody signed with a secret (another alg, `none`); `malformed` where the signature has another length than the
/// algorithm's, which no secret can make.
base::Result<Target> target_of(std::string_view token);

}  // namespace jwtkeep::crack
