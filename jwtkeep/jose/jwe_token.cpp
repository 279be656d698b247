#include "jwtkeep/jose/jwe_token.hpp"

#include <algorithm>
#include <array>

#include "jwtkeep/base/encoding.hpp"

namespace jwtkeep::jose {
namespace {

using base::fail;
using base::Json;
using base::Reason;

constexpr std::size_t kParts = 5;
constexpr std::size_t kSignedParts = 3;

std::unexpected<base::Error> malformed(std::string what, std::string hint = {}) {
  return fail(Reason::malformed, std::move(what), std::move(hint));
}

constexpr const char* kSignedHint = "this is a signed token (JWS): verify it instead";

base::Result<std::array<std::string_view, kParts>> split(std::string_view compact) {
  const auto dots = std::ranges::count(compact, '.');
  if (dots != kParts - 1) {
    return malformed("an encrypted token has five parts with a dot between them (RFC 7516 section 3.1)",
                     dots == kSignedParts - 1 ? kSignedHint : "");
  }
  std::array<std::string_view, kParts> parts;
  for (auto& part : parts) {
    const auto end = std::min(compact.find('.'), compact.size());
    part = compact.substr(0, end);
    compact.remove_prefix(std::min(end + 1, compact.size()));
  }
  return parts;
}

base::Result<base::Bytes> decode(std::string_view text, std::string_view which) {
  auto bytes = base::base64url_decode(text);
  if (!bytes) return malformed("the token's " + std::string(which) + " is not strict base64url (RFC 7516 section 2)");
  return *std::move(bytes);
}

/// The text of a member of the JSON form; nothing where it is not there. RFC 7516 section 7.2.1 wants members that
/// would be empty left out; only a ciphertext may be (the content may).
base::Result<std::optional<std::string_view>> text_of(const Json& json, std::string_view name) {
  const auto* member = json.find(name);
  if (member == nullptr) return std::optional<std::string_view>{};
  if (member->string() == nullptr) return malformed("the token's \"" + std::string(name) + "\" is not a string");
  if (member->string()->empty() && name != "ciphertext") {
    return malformed("the token's \"" + std::string(name) + "\" is there, but empty (RFC 7516 section 7.2.1)");
  }
  return std::optional<std::string_view>(*member->string());
}

base::Result<base::Bytes> decoded(const Json& json, std::string_view name) {
  JWTKEEP_TRY(const auto text, text_of(json, name));
  return decode(text.value_or(""), name);
}

base::Result<base::Bytes> decoded_needed(const Json& json, std::string_view name) {
  if (json.find(name) == nullptr) return malformed("the token has no \"" + std::string(name) + "\"");
  return decoded(json, name);
}

/// A header that stands in the token as an object; null where it is not there.
base::Result<Json> object_of(const Json& json, std::string_view name) {
  const auto* member = json.find(name);
  if (member == nullptr) return Json();
  if (!member->is_object()) return malformed("the token's \"" + std::string(name) + "\" is not an object");
  return *member;
}

base::Result<void> check_kind(const Json& json) {
  for (const auto* name : {"payload", "signature", "signatures"}) {
    if (json.find(name) != nullptr) {  // RFC 7516 section 9
      return malformed("the token has a \"" + std::string(name) + "\", which no encrypted token has", kSignedHint);
    }
  }
  if (json.find("recipients") == nullptr) return {};
  for (const auto* name : {"header", "encrypted_key"}) {
    if (json.find(name) != nullptr) {
      return malformed("the token is both of the general and of the flattened form (RFC 7516 section 7.2.2)");
    }
  }
  return {};
}

/// The objects that hold `header` and `encrypted_key`: one for each recipient.
base::Result<std::vector<const Json*>> recipients_of(const Json& json, const JweLimits& limits) {
  const auto* listed = json.find("recipients");
  if (listed == nullptr) return std::vector{&json};
  const auto* items = listed->items();
  if (items == nullptr || items->empty()) return malformed("the token's \"recipients\" is not an array of some");
  if (items->size() > limits.recipients) {
    return fail(Reason::too_large, "the token has " + std::to_string(items->size()) + " recipients, at most " +
                                       std::to_string(limits.recipients) + " are taken");
  }
  std::vector<const Json*> found;
  for (const auto& item : *items) {
    if (!item.is_object()) return malformed("the token's \"recipients\" holds what is not an object");
    found.push_back(&item);
  }
  return found;
}

}  // namespace

base::Result<EncryptedToken> EncryptedToken::parse(std::string_view token, JweLimits limits) {
  if (token.size() > limits.size_bytes) {
    return fail(Reason::too_large, "the token has " + std::to_string(token.size()) + " bytes, at most " +
                                       std::to_string(limits.size_bytes) + " are taken");
  }
  if (token.empty()) return malformed("the token is empty");
  return token.front() == '{' ? parse_json(token, limits) : parse_compact(token);
}

base::Result<void> EncryptedToken::take_protected(std::string_view encoded) {
  JWTKEEP_TRY(const auto bytes, decode(encoded, "protected header"));
  JWTKEEP_TRY(protected_header_, base::parse_json(base::as_text(bytes)));
  if (!protected_header_.is_object()) return malformed("the token's protected header is JSON, but not an object");
  associated_data_ = encoded;
  return {};
}

base::Result<EncryptedToken> EncryptedToken::parse_compact(std::string_view compact) {
  JWTKEEP_TRY(const auto parts, split(compact));
  EncryptedToken token;
  JWTKEEP_CHECK(token.take_protected(parts[0]));
  JWTKEEP_TRY(auto encrypted_key, decode(parts[1], "encrypted key"));
  JWTKEEP_TRY(token.content_.iv, decode(parts[2], "iv"));
  JWTKEEP_TRY(token.content_.ciphertext, decode(parts[3], "ciphertext"));
  JWTKEEP_TRY(token.content_.tag, decode(parts[4], "tag"));
  JWTKEEP_TRY(auto header, JweHeader::join(token.protected_header_, {}, {}));
  token.recipients_.push_back({std::move(header), std::move(encrypted_key)});
  return token;
}

base::Result<EncryptedToken> EncryptedToken::parse_json(std::string_view text, const JweLimits& limits) {
  JWTKEEP_TRY(const auto json, base::parse_json(text, {.size_bytes = limits.size_bytes}));
  JWTKEEP_CHECK(check_kind(json));
  EncryptedToken token;
  JWTKEEP_TRY(const auto encoded, text_of(json, "protected"));
  if (encoded) JWTKEEP_CHECK(token.take_protected(*encoded));
  JWTKEEP_TRY(token.content_.iv, decoded_needed(json, "iv"));
  JWTKEEP_TRY(token.content_.ciphertext, decoded_needed(json, "ciphertext"));
  JWTKEEP_TRY(token.content_.tag, decoded_needed(json, "tag"));
  JWTKEEP_TRY(token.aad_, decoded(json, "aad"));
  if (!token.aad_.empty()) token.associated_data_ += "." + *json.find("aad")->string();
  JWTKEEP_TRY(const auto shared, object_of(json, "unprotected"));
  JWTKEEP_TRY(const auto recipients, recipients_of(json, limits));
  for (const auto* recipient : recipients) {
    JWTKEEP_TRY(const auto own, object_of(*recipient, "header"));
    JWTKEEP_TRY(auto header, JweHeader::join(token.protected_header_, shared, own));
    if (!token.recipients_.empty() && token.recipients_.front().header.enc_name() != header.enc_name()) {
      return malformed("the token's recipients have not all the same \"enc\" (RFC 7516 section 7.2.1)");
    }
    JWTKEEP_TRY(auto encrypted_key, decoded(*recipient, "encrypted_key"));
    token.recipients_.push_back({std::move(header), std::move(encrypted_key)});
  }
  return token;
}

}  // namespace jwtkeep::jose
