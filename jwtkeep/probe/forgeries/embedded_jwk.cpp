#include <array>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/probe/compact.hpp"
#include "jwtkeep/probe/forgeries/rows.hpp"

namespace jwtkeep::probe {
namespace {

constexpr std::array<std::string_view, 2> kEmbeddedJwkReferences{"CVE-2018-0114", "RFC 8725 section 3.5"};
constexpr std::string_view kSecret = "jwtkeep-probe-0123456789abcdefgh";

Attempts make_embedded_jwk(const Material& material) {
  if (!material.own) return {.list = {}, .untried = "no key pair of the probe's own was made"};
  const auto& good = material.good;
  const auto& own = *material.own;
  auto header = own_header(good, own);
  header.set("jwk", own.public_jwk);
  Attempts attempts;
  attempts.list.push_back({"our public key as jwk", signed_token(own.key, base::write_json(header), good.payload)});
  header.erase("kid");
  attempts.list.push_back(
      {"our public key as jwk, without a kid", signed_token(own.key, base::write_json(header), good.payload)});
  const auto secret = base::Json::object({{"kty", "oct"}, {"k", base::base64url_encode(base::as_bytes(kSecret))}});
  const auto symmetric = header_with(good, {{"alg", "HS256"}, {"jwk", secret}});
  attempts.list.push_back(
      {"a secret of ours as jwk (kty oct)", hmac_token(good, jose::Alg::HS256, symmetric, base::as_bytes(kSecret))});
  return attempts;
}

}  // namespace

const Forgery kEmbeddedJwk{
    .id = "embedded-jwk",
    .title = "The attacker's key in the token itself (jwk)",
    .severity = Severity::critical,
    .judging = Judging::answer,
    .cwe = "CWE-347",
    .references = kEmbeddedJwkReferences,
    .means = "anybody signs a token with any claims by a key of their own, and sends that key along",
    .mend = "verify with the keys that you know alone; of the header take the kid, and never jwk",
    .make = make_embedded_jwk,
};

}  // namespace jwtkeep::probe
