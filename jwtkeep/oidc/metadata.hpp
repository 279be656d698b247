// What an OpenID provider says of itself (OpenID Connect Discovery 1.0 section 3, RFC 8414).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/http/url.hpp"
#include "jwtkeep/jose/alg.hpp"

namespace jwtkeep::oidc {

struct Metadata {
  http::Url authorization_endpoint;
  http::Url token_endpoint;
  http::Url jwks_uri;
  std::optional<http::Url> userinfo_endpoint;
  std::vector<jose::Alg> algs;    ///< by which it signs ID tokens, those with a public key alone; at least one
  bool secret_in_header = true;   ///< `client_secret_basic`; false: only `client_secret_post` is taken
  bool says_who_answers = false;  ///< `iss` comes with each answer (RFC 9207)
};

/// An issuer that can be asked: https, or http on this machine, without a query. Errors: `bad_value`.
base::Result<http::Url> check_issuer(std::string_view issuer);
/// Where it says so.
base::Result<http::Url> metadata_url(std::string_view issuer);

/// Errors: `malformed` (JSON), `wrong_issuer` (another one says so), `bad_value`: an endpoint that is missing or not
/// https (http on this machine only where the issuer is), or no algorithm, response or challenge that is spoken here.
base::Result<Metadata> read_metadata(std::string_view text, std::string_view issuer);

}  // namespace jwtkeep::oidc
