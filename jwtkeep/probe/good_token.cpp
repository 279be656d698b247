#include "jwtkeep/probe/good_token.hpp"

#include <algorithm>
#include <vector>

#include "jwtkeep/base/counted.hpp"
#include "jwtkeep/base/encoding.hpp"

namespace jwtkeep::probe {
namespace {

using base::fail;
using base::Json;
using base::Reason;

constexpr std::size_t kMostBytes = std::size_t{64} << 10;

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const auto dot = std::min(text.find('.', at), text.size());
    parts.push_back(text.substr(at, dot - at));
    at = dot + 1;
  }
  return parts;
}

std::unexpected<base::Error> no_token(const std::string& why) {
  return fail(Reason::malformed, "the good token is none: " + why,
              "give a token that the verifier takes, in compact form (RFC 7515 section 7.1)");
}

base::Result<Json> read_header(std::string_view part) {
  const auto bytes = base::base64url_decode(part);
  if (!bytes) return no_token("its header is not base64url");
  auto json = base::parse_json(base::as_text(*bytes));
  if (!json || !json->is_object()) return no_token("its header is not a JSON object");
  const auto* alg = json->find("alg");
  if (alg == nullptr || alg->string() == nullptr) return no_token("its header names no alg");
  return json;
}

std::int64_t seconds(base::Instant instant) {
  return std::chrono::floor<base::Seconds>(instant.time_since_epoch()).count();
}

/// The claims that are put where those of the token cannot be read.
std::string own_claims(base::Instant now) {
  return base::write_json(
      Json::object({{"sub", "jwtkeep-probe"}, {"iat", seconds(now)}, {"exp", seconds(now + std::chrono::hours{1})}}));
}

base::Result<void> read_signed(GoodToken& token, const std::vector<std::string_view>& parts) {
  auto payload = base::base64url_decode(parts[1]);
  if (!payload) return no_token("its payload is not base64url");
  auto signature = base::base64url_decode(parts[2]);
  if (!signature) return no_token("its signature is not base64url");
  if (signature->empty()) {
    return fail(Reason::alg_not_allowed, "the good token has no signature, so there is nothing to forge",
                "give a token that is signed; a verifier that takes this one takes any");
  }
  token.payload = base::as_text(*payload);
  token.signature = *std::move(signature);
  return {};
}

}  // namespace

base::Result<GoodToken> read_good_token(std::string_view compact, base::Instant now) {
  if (compact.size() > kMostBytes) return fail(Reason::too_large, "the good token is longer than 64 KiB");
  const auto parts = split(compact);
  if (parts.size() != 3 && parts.size() != 5) {
    return no_token("it has " + base::counted(parts.size(), "part") +
                    ", and a signed token has three, an encrypted one five");
  }
  GoodToken token;
  token.text = compact;
  token.encrypted = parts.size() == 5;
  JWTKEEP_TRY(token.header, read_header(parts[0]));
  token.alg = *token.header.find("alg")->string();
  token.jws_alg = jose::alg_from_name(token.alg);
  if (const auto* kid = token.header.find("kid"); kid != nullptr && kid->string() != nullptr)
    token.kid = *kid->string();
  if (token.encrypted) {
    token.payload = own_claims(now);
  } else {
    JWTKEEP_CHECK(read_signed(token, parts));
  }
  auto claims = base::parse_json(token.payload);
  token.claims = claims && claims->is_object() ? *std::move(claims) : Json::object();
  return token;
}

}  // namespace jwtkeep::probe
