// Remarks on a token's header, on its signature, and on its encryption.
#pragma once

#include "cli/remark.hpp"
#include "jwtkeep/base/json.hpp"
#include "jwtkeep/jose/jwe_token.hpp"
#include "jwtkeep/jose/jws_token.hpp"

namespace jwtkeep::cli {

/// What signed and encrypted tokens have in common: keys that the header brings or names, the kid.
void remark_on_header(const base::Json& header, Remarks& remarks);

void remark_on_signature(const jose::JwsSignature& signature, Remarks& remarks);

/// Of one recipient.
void remark_on_encryption(const jose::JweRecipient& recipient, Remarks& remarks);

}  // namespace jwtkeep::cli
