#include "jwtkeep/jose/jws.hpp"

#include <algorithm>
#include <array>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/mac.hpp"
#include "jwtkeep/crypto/signature.hpp"
#include "jwtkeep/jose/secret_members.hpp"

namespace jwtkeep::jose {
namespace {

using base::fail;
using base::Reason;

struct Parts {
  std::string_view header, payload, signature;
};

base::Result<Parts> split(std::string_view compact) {
  const auto first = compact.find('.');
  const auto second = first == std::string_view::npos ? first : compact.find('.', first + 1);
  if (second == std::string_view::npos || compact.find('.', second + 1) != std::string_view::npos) {
    return fail(Reason::malformed, "a signed token has three parts with a dot between them (RFC 7515 section 3.1)");
  }
  return Parts{compact.substr(0, first), compact.substr(first + 1, second - first - 1), compact.substr(second + 1)};
}

base::Result<base::Bytes> decode(std::string_view part, std::string_view which) {
  auto bytes = base::base64url_decode(part);
  if (!bytes) {
    return fail(Reason::malformed,
                "the token's " + std::string(which) + " is not strict base64url (RFC 7515 section 2)");
  }
  return *std::move(bytes);
}

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

bool holds(const UnverifiedToken& token, const VerifyKey& key) {
  const auto input = base::as_bytes(token.signing_input());
  if (const auto* secret = key.secret()) {
    return crypto::verify_hmac(info(key.alg()).hash, *secret, input, token.signature());
  }
  const auto& pair = *key.public_key();
  return crypto::verify(pair, *scheme_for(key.alg(), pair.kind()), input, token.signature());
}

base::Result<base::Bytes> make_signature(const SigningKey& key, std::string_view input) {
  if (const auto* secret = key.secret()) return crypto::hmac(info(key.alg()).hash, *secret, base::as_bytes(input));
  const auto& pair = *key.private_key();
  return crypto::sign(pair, *scheme_for(key.alg(), pair.kind()), base::as_bytes(input));
}

base::Result<base::Json> make_header(const SigningKey& key, const base::Json& extras) {
  if (!extras.is_object() && !extras.is_null()) return fail(Reason::bad_value, "the header's extras are not an object");
  for (const auto* name : {"alg", "kid", "crit", "b64"}) {
    if (extras.find(name) != nullptr) {
      return fail(Reason::bad_value, "the header's \"" + std::string(name) + "\" is not to be set");
    }
  }
  if (holds_secret(extras)) return fail(Reason::bad_value, "the header's extras hold a secret: anybody can read them");
  for (const auto* name : {"typ", "cty"}) {
    const auto* member = extras.find(name);
    if (member != nullptr && member->string() == nullptr) {
      return fail(Reason::bad_value, "the header's \"" + std::string(name) + "\" is not a string");
    }
  }
  auto header = base::Json::object({{"alg", info(key.alg()).name}});
  if (!key.kid().empty()) header.set("kid", key.kid());
  if (const auto* typ = extras.find("typ")) header.set("typ", *typ);
  if (const auto* members = extras.members()) {
    for (const auto& [name, value] : *members) header.set(name, value);
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
  JWTKEEP_TRY(const auto parts, split(compact));
  UnverifiedToken token;
  JWTKEEP_TRY(const auto header, decode(parts.header, "header"));
  JWTKEEP_TRY(token.payload_, decode(parts.payload, "payload"));
  JWTKEEP_TRY(token.signature_, decode(parts.signature, "signature"));
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
  if (token.alg_name() != info(key.alg()).name) {
    return fail(Reason::alg_not_allowed,
                "the token's alg is not the key's, which is " + std::string(info(key.alg()).name));
  }
  if (token.kid() && !key.kid().empty() && *token.kid() != key.kid()) {
    return fail(Reason::key_mismatch, "the token names another key than the one it is verified with");
  }
  if (!holds(token, key)) return fail(Reason::bad_signature, "the signature does not hold");
  return {};
}

base::Result<std::string> sign_compact(const SigningKey& key, const base::Json& header_extras, base::ByteView payload) {
  JWTKEEP_TRY(const auto header, make_header(key, header_extras));
  const auto text = base::write_json(header);
  if (!base::is_utf8(base::as_bytes(text))) return fail(Reason::bad_value, "the header or the kid is not valid UTF-8");
  std::string token = base::base64url_encode(base::as_bytes(text));
  token += '.';
  token += base::base64url_encode(payload);
  JWTKEEP_TRY(const auto signature, make_signature(key, token));
  token += '.';
  token += base::base64url_encode(signature);
  return token;
}

}  // namespace jwtkeep::jose
