#include "jwtkeep/oidc/metadata.hpp"

#include <algorithm>

#include "jwtkeep/base/json.hpp"

namespace jwtkeep::oidc {
namespace {

using base::fail;
using base::Json;
using base::Reason;
using base::Result;

constexpr std::string_view kWellKnown = "/.well-known/openid-configuration";

bool is_this_machine(const http::Url& url) {
  return url.host() == "127.0.0.1" || url.host() == "::1" || url.host() == "localhost";
}

std::string text_of(const Json& json, std::string_view name) {
  const auto* found = json.find(name);
  return found != nullptr && found->string() != nullptr ? *found->string() : std::string{};
}

/// Whether the list is there and has it; `usual` where there is no list.
bool lists(const Json& json, std::string_view name, std::string_view value, bool usual) {
  const auto* found = json.find(name);
  if (found == nullptr || found->items() == nullptr) return usual;
  return std::ranges::any_of(*found->items(),
                             [&](const Json& item) { return item.string() != nullptr && *item.string() == value; });
}

Result<http::Url> endpoint(const Json& json, std::string_view name, const http::Url& issuer) {
  const auto text = text_of(json, name);
  if (text.empty())
    return fail(Reason::bad_value, issuer.shown() + " names no " + std::string(name),
                "look at --oidc-issuer: what stands behind it is not what a provider publishes");
  JWTKEEP_TRY(auto url, http::Url::parse(text));
  if (url.is_https() || (!issuer.is_https() && is_this_machine(url))) return url;
  return fail(Reason::bad_value, std::string(name) + " of " + issuer.shown() + " is not https://",
              "the provider has to be asked over TLS: mend its configuration");
}

std::vector<jose::Alg> algs_of(const Json& json) {
  std::vector<jose::Alg> algs;
  for (const auto& info : jose::algs()) {
    // Whoever knows a client's secret could sign with HS*; here the provider's own keys count alone.
    if (info.kty == jose::KeyType::oct) continue;
    if (lists(json, "id_token_signing_alg_values_supported", info.name, info.name == "RS256")) algs.push_back(info.alg);
  }
  return algs;
}

}  // namespace

Result<http::Url> check_issuer(std::string_view issuer) {
  JWTKEEP_TRY(auto url, http::Url::parse(issuer));
  if (!url.is_https() && !is_this_machine(url)) {
    return fail(Reason::bad_value, "the issuer " + url.shown() + " is not https://",
                "whoever is on the way could log in as anybody");
  }
  if (url.target().contains('?'))
    return fail(Reason::bad_value, "an issuer has no query: " + url.shown(),
                "give --oidc-issuer exactly as the provider writes it");
  return url;
}

Result<http::Url> metadata_url(std::string_view issuer) {
  JWTKEEP_CHECK(check_issuer(issuer));
  if (issuer.ends_with('/')) issuer.remove_suffix(1);
  return http::Url::parse(std::string(issuer) + std::string(kWellKnown));
}

Result<Metadata> read_metadata(std::string_view text, std::string_view issuer) {
  JWTKEEP_TRY(const auto from, check_issuer(issuer));
  JWTKEEP_TRY(const auto json, base::parse_json(text));
  if (text_of(json, "issuer") != issuer) {
    return fail(Reason::wrong_issuer, "what is at " + from.shown() + " says that it is another issuer",
                "give --oidc-issuer exactly as the provider writes it");
  }
  JWTKEEP_TRY(auto authorization, endpoint(json, "authorization_endpoint", from));
  JWTKEEP_TRY(auto token, endpoint(json, "token_endpoint", from));
  JWTKEEP_TRY(auto jwks, endpoint(json, "jwks_uri", from));
  Metadata metadata{.authorization_endpoint = std::move(authorization),
                    .token_endpoint = std::move(token),
                    .jwks_uri = std::move(jwks),
                    .userinfo_endpoint = {},
                    .algs = algs_of(json)};
  if (json.find("userinfo_endpoint") != nullptr) {
    JWTKEEP_TRY(metadata.userinfo_endpoint, endpoint(json, "userinfo_endpoint", from));
  }
  if (metadata.algs.empty())
    return fail(Reason::bad_value, from.shown() + " signs with no algorithm that is known here",
                "let the provider sign with RS256 or ES256");
  if (!lists(json, "response_types_supported", "code", true)) {
    return fail(Reason::bad_value, from.shown() + " does not speak the authorization code flow",
                "allow it at the provider, or use another one");
  }
  if (!lists(json, "code_challenge_methods_supported", "S256", true)) {
    return fail(Reason::bad_value, from.shown() + " does not take PKCE with S256 (RFC 7636)",
                "allow it at the provider, or use another one");
  }
  metadata.secret_in_header = lists(json, "token_endpoint_auth_methods_supported", "client_secret_basic", true) ||
                              !lists(json, "token_endpoint_auth_methods_supported", "client_secret_post", false);
  const auto* says = json.find("authorization_response_iss_parameter_supported");
  metadata.says_who_answers = says != nullptr && says->boolean() != nullptr && *says->boolean();
  return metadata;
}

}  // namespace jwtkeep::oidc
