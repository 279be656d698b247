// A JWT's characters, out of whatever it is written in.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "jwtkeep/scan/characters.hpp"
#include "jwtkeep/scan/detect/budget.hpp"

namespace jwtkeep::scan {

struct TokenText {
  Characters text;         ///< the compact form
  std::size_t end = 0;     ///< behind its last character
  bool encrypted = false;  ///< a JWE (RFC 7516 section 7.1), else a JWS (RFC 7515 section 7.1)
};

/// The token that begins at `at`: its header is a JSON object with `alg`, the parts are base64url, and the signature is
/// as long as that algorithm's. Also in pieces that are joined, over several lines, and with its dots escaped
/// (`%2E`, `\u002e`). Nothing for what only begins like one, and for samples that were cut short.
std::optional<TokenText> token_at(std::string_view text, std::size_t at, Budget& budget);

}  // namespace jwtkeep::scan
