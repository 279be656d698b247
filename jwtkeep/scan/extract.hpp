// The extractors: each reads what its triggers point to, and says what stands where a secret would.
#pragma once

#include "jwtkeep/scan/candidate.hpp"
#include "jwtkeep/scan/source_text.hpp"

namespace jwtkeep::scan {

// Each adds to `found`, in any order. None throws, none is slower than linear in the text but for short pieces,
// whatever the bytes are. What is no secret by its own syntax (a read from the environment) is not added; what is none
// by its look is left to `doubt_of`.

/// Calls, assignments and defaults in code; also within Markdown's and HTML's code.
void extract_from_code(const SourceText& source, Candidates& found);
/// Names and values of configuration files, and of what stands in them: code and configuration in strings and blocks.
void extract_from_config(const SourceText& source, Candidates& found);
/// JWTs (RFC 7519) in compact form, JWS and JWE.
void extract_tokens(const SourceText& source, Candidates& found);
/// Private keys in PEM (RFC 7468), OpenSSH's and PGP's left out: also with escaped line breaks, indented, or in pieces.
void extract_pem(const SourceText& source, Candidates& found);
/// Private keys' DER (RFC 5208, RFC 5915, RFC 8017) in base64 or hex.
void extract_der(const SourceText& source, Candidates& found);
/// JWKs with `k` or `d` (RFC 7517), in JSON and in what looks like it.
void extract_jwks(const SourceText& source, Candidates& found);

}  // namespace jwtkeep::scan
