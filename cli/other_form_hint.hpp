// Says when a signature would hold if the secret were read in another form (DESIGN, "Text or bytes").
#pragma once

#include <string>

#include "jwtkeep/jose/jws.hpp"

namespace jwtkeep::cli {

/// `error` with a hint where it is `bad_signature` of a symmetric key and another form of the secret made the token.
base::Error with_other_form(base::Error error, const std::string& token, const jose::VerifyKey& key);

}  // namespace jwtkeep::cli
