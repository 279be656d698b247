#include "jwtkeep/jose/jws_json.hpp"

#include <algorithm>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/jose/jws_payload.hpp"
#include "jwtkeep/jose/jws_signature.hpp"

namespace jwtkeep::jose {
namespace {

using base::base64url_encode;
using base::fail;
using base::Json;
using base::Reason;

/// The members of one signature: `protected`, `header` where there is one, `signature`.
base::Result<Json> sign_one(const JwsJsonSigner& signer, std::string_view payload, const SignOptions& options) {
  JWTKEEP_TRY(const auto header, make_protected_header(signer.key, signer.protected_extras, options));
  JWTKEEP_CHECK(check_unprotected_extras(signer.unprotected));
  // Refuses what a reader would refuse.
  if (const auto joined = JwsHeader::join(header, signer.unprotected); !joined) {
    return fail(Reason::bad_value, joined.error().what);
  }
  auto encoded = base64url_encode(base::as_bytes(base::write_json(header)));
  JWTKEEP_TRY(const auto signature, make_signature(signer.key, encoded + "." + std::string(payload)));
  auto entry = Json::object({{"protected", std::move(encoded)}});
  const auto* members = signer.unprotected.members();
  if (members != nullptr && !members->empty()) entry.set("header", signer.unprotected);
  entry.set("signature", base64url_encode(signature));
  return entry;
}

/// The object with its `payload`, unless that is detached; `text` is the payload as it is signed.
base::Result<Json> begin(base::ByteView payload, std::string_view text, const SignOptions& options) {
  auto token = Json::object();
  if (options.detached) return token;
  if (options.unencoded && !fits_json(payload)) {
    return fail(Reason::bad_value, "an unencoded payload in the JSON form has to be UTF-8 (RFC 7797 section 5.3)",
                "send it apart (detached), or encoded");
  }
  token.set("payload", text);
  return token;
}

}  // namespace

base::Result<std::string> sign_flattened(const JwsJsonSigner& signer, base::ByteView payload,
                                         const SignOptions& options) {
  const auto text = payload_text(payload, options.unencoded);
  JWTKEEP_TRY(auto token, begin(payload, text, options));
  JWTKEEP_TRY(const auto entry, sign_one(signer, text, options));
  for (const auto& [name, value] : *entry.members()) token.set(name, value);
  return base::write_json(token);
}

base::Result<std::string> sign_general(std::span<const JwsJsonSigner> signers, base::ByteView payload,
                                       const SignOptions& options) {
  if (signers.empty()) return fail(Reason::bad_value, "the token would have no signature");
  const auto text = payload_text(payload, options.unencoded);
  JWTKEEP_TRY(auto token, begin(payload, text, options));
  Json::Array entries;
  for (const auto& signer : signers) {
    JWTKEEP_TRY(auto entry, sign_one(signer, text, options));
    if (std::ranges::find(entries, entry) != entries.end()) {
      return fail(Reason::bad_value, "two signers of the token have one key and one header");
    }
    entries.push_back(std::move(entry));
  }
  token.set("signatures", Json(std::move(entries)));
  return base::write_json(token);
}

}  // namespace jwtkeep::jose
