// What a token says of itself.
#pragma once

#include <string_view>

#include "jwtkeep/scan/finding.hpp"

namespace jwtkeep::scan {

/// Of a JWS or JWE in compact form; nobody has checked who wrote it. Texts are cut at 200 bytes, and hold no control
/// characters. What cannot be read stays empty.
TokenFacts token_facts(std::string_view token);

}  // namespace jwtkeep::scan
