#include "jwtkeep/jose/jws.hpp"

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/jose/compact_parts.hpp"
#include "jwtkeep/jose/jws_payload.hpp"
#include "jwtkeep/jose/jws_signature.hpp"

namespace jwtkeep::jose {
namespace {

using base::fail;
using base::Reason;

base::Result<std::optional<std::string>> text_member(const base::Json& header, std::string_view name) {
  const auto* member = header.find(name);
  if (member == nullptr) return std::optional<std::string>{};
  if (member->string() == nullptr) {
    return fail(Reason::malformed, "the header's \"" + std::string(name) + "\" is not a string");
  }
  return std::optional(*member->string());
}

base::Result<base::Json> parse_header(const base::Bytes& bytes) {
  JWTKEEP_TRY(auto header, base::parse_json(base::as_text(bytes)));
  if (!header.is_object()) return fail(Reason::malformed, "the token's header is JSON, but not an object");
  // RFC 7515 section 4.1.11: whoever does not support an extension that is critical has to refuse.
  for (const auto* name : {"crit", "b64"}) {
    if (header.find(name) != nullptr) {
      return fail(Reason::crit_unsupported, "the header's \"" + std::string(name) + "\" asks for an extension");
    }
  }
  return header;
}

}  // namespace

base::Result<UnverifiedToken> UnverifiedToken::parse(std::string_view compact, TokenLimits limits) {
  if (compact.size() > limits.size_bytes) {
    return fail(Reason::too_large, "the token has " + std::to_string(compact.size()) + " bytes, at most " +
                                       std::to_string(limits.size_bytes) + " are taken");
  }
  if (compact.empty()) return fail(Reason::malformed, "the token is empty");
  JWTKEEP_TRY(const auto parts, split_compact(compact));
  UnverifiedToken token;
  JWTKEEP_TRY(const auto header, decode_part(parts.header, "header"));
  JWTKEEP_TRY(token.payload_, decode_part(parts.payload, "payload"));
  JWTKEEP_TRY(token.signature_, decode_part(parts.signature, "signature"));
  JWTKEEP_TRY(token.header_, parse_header(header));
  JWTKEEP_TRY(auto alg, text_member(token.header_, "alg"));
  if (!alg) return fail(Reason::malformed, "the token's header has no \"alg\" (RFC 7515 section 4.1.1)");
  token.alg_name_ = *std::move(alg);
  JWTKEEP_TRY(token.kid_, text_member(token.header_, "kid"));
  JWTKEEP_TRY(token.typ_, text_member(token.header_, "typ"));
  JWTKEEP_CHECK(text_member(token.header_, "cty"));
  token.signing_input_ = compact.substr(0, parts.header.size() + 1 + parts.payload.size());
  return token;
}

base::Result<void> verify_signature(const UnverifiedToken& token, const VerifyKey& key) {
  JWTKEEP_CHECK(check_signer(token.alg_name(), token.kid(), key));
  return check_signature(key, token.signing_input(), token.signature());
}

base::Result<std::string> sign_compact(const SigningKey& key, const base::Json& header_extras, base::ByteView payload,
                                       const SignOptions& options) {
  JWTKEEP_TRY(const auto header, make_protected_header(key, header_extras, options));
  if (options.unencoded && !options.detached && !fits_compact(payload)) {
    return fail(Reason::bad_value,
                "an unencoded payload in the compact form is printable ASCII without a dot (RFC 7797 section 5.2)",
                "send it apart (detached), or use the JSON form");
  }
  auto token = base::base64url_encode(base::as_bytes(base::write_json(header))) + ".";
  const auto input = token + payload_text(payload, options.unencoded);
  JWTKEEP_TRY(const auto signature, make_signature(key, input));
  if (!options.detached) token = input;
  return token + "." + base::base64url_encode(signature);
}

}  // namespace jwtkeep::jose
