// What is answered of a token that was refused.
#pragma once

#include <string>

#include "jwtkeep/base/result.hpp"

namespace jwtkeep::server {

/// Whether the error is the token's, and not the server's: then it is the answer, and no failure.
bool is_of_token(const base::Error& error) noexcept;
/// `{"valid":false,"reason":...}` at the end of `out`.
void append_refusal(std::string& out, const base::Error& error);

}  // namespace jwtkeep::server
