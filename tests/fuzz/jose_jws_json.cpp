// UnverifiedJws::parse, all forms: what is taken is told apart exactly, is taken again when written anew, agrees with
// the parser of compact JWT, and never verifies under a key that did not sign it.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/mac.hpp"
#include "jwtkeep/jose/jws.hpp"
#include "jwtkeep/jose/jws_verify.hpp"
#include "tests/fuzz/check.hpp"

namespace base = jwtkeep::base;
namespace jose = jwtkeep::jose;
using jwtkeep::fuzz::check;

namespace {

/// The secret of RFC 7515 appendix A.1, with which tokens of the corpus hold.
const base::SecretBytes& secret() {
  static const auto bytes = *base::base64url_decode_secret(
      base::as_bytes("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"));
  return bytes;
}

void check_signature(const jose::UnverifiedJws& token, const jose::JwsSignature& signature) {
  const auto& header = signature.header;
  check(header.json().find("alg")->string() != nullptr);
  check(header.is_unencoded() == token.is_unencoded());
  check(!header.is_unencoded() || std::ranges::find(header.crit(), "b64") != header.crit().end());
  for (const auto& name : header.crit()) check(header.protected_part().find(name) != nullptr);
  const auto text = base::base64url_decode(signature.protected_text);
  check(text.has_value());
  check(text->empty() ? header.protected_part().members()->empty()
                      : *base::parse_json(base::as_text(*text)) == header.protected_part());
  const auto payload = token.is_unencoded() ? std::string(base::as_text(token.untrusted_payload()))
                                            : base::base64url_encode(token.untrusted_payload());
  check(token.signing_input(signature) == signature.protected_text + "." + payload);
}

/// The members of a header that are not in its protected part.
base::Json unprotected(const jose::JwsHeader& header) {
  auto rest = base::Json::object();
  for (const auto& [name, value] : *header.json().members()) {
    if (header.protected_part().find(name) == nullptr) rest.set(name, value);
  }
  return rest;
}

/// The same token in the general form.
std::string general(const jose::UnverifiedJws& token) {
  auto entries = base::Json::array();
  for (const auto& signature : token.signatures()) {
    auto entry = base::Json::object({{"signature", base::base64url_encode(signature.signature)}});
    if (!signature.protected_text.empty()) entry.set("protected", signature.protected_text);
    if (auto rest = unprotected(signature.header); !rest.members()->empty()) entry.set("header", std::move(rest));
    entries.push(std::move(entry));
  }
  const auto payload = token.is_unencoded() ? std::string(base::as_text(token.untrusted_payload()))
                                            : base::base64url_encode(token.untrusted_payload());
  return base::write_json(base::Json::object({{"payload", payload}, {"signatures", std::move(entries)}}));
}

void check_written_anew(const jose::UnverifiedJws& token) {
  const auto again = jose::UnverifiedJws::parse(general(token), {.size_bytes = std::size_t{1} << 24});
  if (!again) {  // in the general form an unprotected header stands two levels deeper
    return check(again.error().what.find("nested deeper") != std::string::npos);
  }
  check(again->untrusted_payload() == token.untrusted_payload());
  check(again->signatures().size() == token.signatures().size());
  for (std::size_t i = 0; i < token.signatures().size(); ++i) {
    const auto &a = token.signatures()[i], &b = again->signatures()[i];
    check(a.signature == b.signature && a.protected_text == b.protected_text && a.header.kid() == b.header.kid());
    check(token.signing_input(a) == again->signing_input(b));
  }
}

void check_verification(std::string_view text, const jose::UnverifiedJws& token) {
  static const auto key = jose::VerifyKey::make("", jose::Alg::HS256, secret().clone()).value();
  static const jose::JwsPolicy policy{.algs = {jose::Alg::HS256},
                                      .allow_any_type = true,
                                      .allow_json = true,
                                      .signatures = jose::SignatureRule::any,
                                      .allow_unencoded = true,
                                      .allow_unprotected_alg = true};
  const auto verified = jose::verify_payload(text, key, policy);
  const auto made = [&](const jose::JwsSignature& one) {
    const auto tag =
        jwtkeep::crypto::hmac(jwtkeep::crypto::Hash::sha256, secret(), base::as_bytes(token.signing_input(one)));
    return one.header.alg_name() == "HS256" && one.signature == tag;
  };
  check(!verified || std::ranges::any_of(token.signatures(), made));
  check(!verified || verified->bytes() == token.untrusted_payload());
}

/// The parser of compact JWT takes the same tokens, but for extensions.
void check_compact(std::string_view text, const base::Result<jose::UnverifiedJws>& token) {
  const auto jwt = jose::UnverifiedToken::parse(text, {std::size_t{64} << 10});
  if (jwt) check(token.has_value());
  if (!token || token->is_json()) return;
  const auto& header = token->signatures().front().header;
  const bool extended = header.json().find("crit") != nullptr || header.json().find("b64") != nullptr;
  check(extended ? !jwt : jwt && jwt->untrusted_payload() == token->untrusted_payload());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = base::as_text({data, size});
  const auto token = jose::UnverifiedJws::parse(text);
  check_compact(text, token);
  const auto apart = jose::UnverifiedJws::parse_detached(text, base::as_bytes("$.02"));
  if (apart) {
    check(base::as_text(apart->untrusted_payload()) == "$.02");
    for (const auto& signature : apart->signatures()) check_signature(*apart, signature);
  }
  if (!token) return 0;
  check(!token->signatures().empty() && token->signatures().size() <= 16);
  for (const auto& signature : token->signatures()) check_signature(*token, signature);
  check_written_anew(*token);
  check_verification(text, *token);
  return 0;
}
