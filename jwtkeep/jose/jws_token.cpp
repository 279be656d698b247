#include "jwtkeep/jose/jws_token.hpp"

#include <algorithm>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/jose/compact_parts.hpp"
#include "jwtkeep/jose/jws_payload.hpp"

namespace jwtkeep::jose {
namespace {

using base::fail;
using base::Json;
using base::Reason;

std::unexpected<base::Error> malformed(std::string what, std::string hint = {}) {
  return fail(Reason::malformed, std::move(what), std::move(hint));
}

/// A member of the JSON form that is a string; nothing where it is not there.
base::Result<std::optional<std::string_view>> text_of(const Json& json, std::string_view name) {
  const auto* member = json.find(name);
  if (member == nullptr) return std::optional<std::string_view>{};
  if (member->string() == nullptr) return malformed("the token's \"" + std::string(name) + "\" is not a string");
  return std::optional<std::string_view>(*member->string());
}

/// RFC 7515 section 7.2.1 wants a protected header that would be empty left out.
base::Result<std::string_view> protected_of(const Json& json) {
  JWTKEEP_TRY(const auto text, text_of(json, "protected"));
  if (text && text->empty()) return malformed("the token's \"protected\" is there, but empty");
  return text.value_or("");
}

base::Result<std::string_view> signature_of(const Json& json) {
  JWTKEEP_TRY(const auto text, text_of(json, "signature"));
  if (!text) return malformed("the token has a signature entry without \"signature\" (RFC 7515 section 7.2.1)");
  return *text;
}

base::Result<Json> unprotected_of(const Json& json) {
  const auto* member = json.find("header");
  if (member == nullptr) return Json();
  if (!member->is_object()) return malformed("the token's \"header\" is not an object");
  return *member;
}

base::Result<void> check_kind(const Json& json) {
  for (const auto* name : {"ciphertext", "encrypted_key", "recipients"}) {
    if (json.find(name) != nullptr) {  // RFC 7516 section 9
      return malformed("the token has a \"" + std::string(name) + "\", which no signed token has",
                       "this is an encrypted token (JWE): decrypt it instead");
    }
  }
  if (json.find("signatures") == nullptr) return {};
  for (const auto* name : {"protected", "header", "signature"}) {
    if (json.find(name) != nullptr) {
      return malformed("the token is both of the general and of the flattened form (RFC 7515 section 7.2.2)");
    }
  }
  return {};
}

/// The objects that hold `protected`, `header` and `signature`: one for each signature.
base::Result<std::vector<const Json*>> entries_of(const Json& json, const JwsLimits& limits) {
  const auto* listed = json.find("signatures");
  if (listed == nullptr) return std::vector{&json};
  const auto* items = listed->items();
  if (items == nullptr || items->empty()) return malformed("the token's \"signatures\" is not an array of some");
  if (items->size() > limits.signatures) {
    return fail(Reason::too_large, "the token has " + std::to_string(items->size()) + " signatures, at most " +
                                       std::to_string(limits.signatures) + " are taken");
  }
  std::vector<const Json*> found;
  for (const auto& item : *items) {
    if (!item.is_object()) return malformed("the token's \"signatures\" holds what is not an object");
    found.push_back(&item);
  }
  return found;
}

}  // namespace

base::Result<UnverifiedJws> UnverifiedJws::parse(std::string_view token, const JwsLimits& limits) {
  return read(token, {}, limits);
}

base::Result<UnverifiedJws> UnverifiedJws::parse_detached(std::string_view token, base::ByteView payload,
                                                          const JwsLimits& limits) {
  return read(token, payload, limits);
}

base::Result<UnverifiedJws> UnverifiedJws::read(std::string_view token, Apart apart, const JwsLimits& limits) {
  if (token.size() > limits.size_bytes) {
    return fail(Reason::too_large, "the token has " + std::to_string(token.size()) + " bytes, at most " +
                                       std::to_string(limits.size_bytes) + " are taken");
  }
  if (token.empty()) return malformed("the token is empty");
  UnverifiedJws parsed;
  parsed.is_json_ = token.front() == '{';
  JWTKEEP_CHECK(parsed.is_json_ ? parsed.read_json(token, apart, limits) : parsed.read_compact(token, apart));
  return parsed;
}

base::Result<void> UnverifiedJws::read_compact(std::string_view token, Apart apart) {
  JWTKEEP_TRY(const auto parts, split_compact(token));
  JWTKEEP_CHECK(add(parts.header, {}, parts.signature));
  if (is_unencoded() && !fits_compact(base::as_bytes(parts.payload))) {
    return malformed("the token's payload is not printable ASCII (RFC 7797 section 5.2)");
  }
  return take_payload(parts.payload, apart);
}

base::Result<void> UnverifiedJws::read_json(std::string_view token, Apart apart, const JwsLimits& limits) {
  JWTKEEP_TRY(const auto json, base::parse_json(token, {.size_bytes = limits.size_bytes}));
  JWTKEEP_CHECK(check_kind(json));
  JWTKEEP_TRY(const auto entries, entries_of(json, limits));
  for (const auto* entry : entries) {
    JWTKEEP_TRY(const auto protected_text, protected_of(*entry));
    JWTKEEP_TRY(const auto unprotected, unprotected_of(*entry));
    JWTKEEP_TRY(const auto signature, signature_of(*entry));
    JWTKEEP_CHECK(add(protected_text, unprotected, signature));
  }
  JWTKEEP_TRY(const auto payload, text_of(json, "payload"));
  return take_payload(payload, apart);
}

base::Result<void> UnverifiedJws::add(std::string_view protected_text, const Json& unprotected,
                                      std::string_view signature) {
  Json protected_part;
  if (!protected_text.empty() || !is_json_) {
    JWTKEEP_TRY(const auto bytes, decode_part(protected_text, "header"));
    JWTKEEP_TRY(protected_part, base::parse_json(base::as_text(bytes)));
    if (!protected_part.is_object()) return malformed("the token's header is JSON, but not an object");
  }
  JWTKEEP_TRY(auto header, JwsHeader::join(protected_part, unprotected));
  JWTKEEP_TRY(auto bytes, decode_part(signature, "signature"));
  if (!signatures_.empty() && header.is_unencoded() != is_unencoded()) {
    return malformed("the token's signatures differ in \"b64\" (RFC 7797 section 3)");
  }
  const auto equal = [&](const JwsSignature& other) {
    return other.protected_text == protected_text && other.signature == bytes;
  };
  if (std::ranges::any_of(signatures_, equal)) return malformed("the token holds one signature twice");
  signatures_.push_back({std::move(header), std::string(protected_text), std::move(bytes)});
  return {};
}

base::Result<void> UnverifiedJws::take_payload(std::optional<std::string_view> text, Apart apart) {
  if (apart) {
    if (text && !text->empty()) {
      return malformed("the token has a payload, and another one is given apart",
                       "verify it without the payload that is given apart, or take its own out");
    }
    payload_.assign(apart->begin(), apart->end());
    if (!is_unencoded()) encoded_payload_ = base::base64url_encode(payload_);
    return {};
  }
  if (!text) {
    return malformed("the token has no \"payload\" (RFC 7515 section 7.2.1)",
                     "if its payload is sent apart (detached), give it to the verification too");
  }
  if (is_unencoded()) {
    const auto bytes = base::as_bytes(*text);
    payload_.assign(bytes.begin(), bytes.end());
    return {};
  }
  JWTKEEP_TRY(payload_, decode_part(*text, "payload"));
  encoded_payload_ = *text;
  return {};
}

std::string UnverifiedJws::signing_input(const JwsSignature& signature) const {
  std::string input = signature.protected_text + ".";
  return input.append(is_unencoded() ? base::as_text(payload_) : std::string_view(encoded_payload_));
}

}  // namespace jwtkeep::jose
