#include "jwtkeep/jose/jwe_json.hpp"

#include <algorithm>
#include <vector>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/jose/jwe_content.hpp"

namespace jwtkeep::jose {
namespace {

using base::base64url_encode;
using base::fail;
using base::Json;
using base::Reason;
using base::SecretBytes;

base::Result<void> check_parts(const JweJsonParts& parts) {
  JWTKEEP_CHECK(check_extras(parts.protected_extras));
  return check_extras(parts.unprotected);
}

void set_object(Json& token, const char* name, const Json& header) {
  if (header.members() != nullptr && !header.members()->empty()) token.set(name, header);
}

/// Refuses what `decrypt` would refuse for its headers.
base::Result<void> check_joined(const Json& protected_header, const Json& unprotected, const Json& own) {
  if (const auto joined = JweHeader::join(protected_header, unprotected, own); !joined) {
    return fail(Reason::bad_value, joined.error().what);
  }
  return {};
}

/// `protected` and all that follows from it: everything but what is a recipient's own.
base::Result<Json> seal(Enc enc, const SecretBytes& cek, const Json& protected_header, const JweJsonParts& parts,
                        const SecretBytes& plaintext, const EncryptOptions& options) {
  JWTKEEP_TRY(auto covered, encode_header(protected_header));
  auto token = Json::object({{"protected", covered}});
  set_object(token, "unprotected", parts.unprotected);
  const auto aad = base64url_encode(parts.aad);
  if (!aad.empty()) covered += "." + aad;
  JWTKEEP_TRY(const auto content, encrypt_text(enc, cek, covered, plaintext, options));
  if (!aad.empty()) token.set("aad", aad);
  token.set("iv", base64url_encode(content.iv));
  token.set("ciphertext", base64url_encode(content.ciphertext));
  token.set("tag", base64url_encode(content.tag));
  return token;
}

Json own_header(const EncryptionKey& key, const CekParcel& parcel, const Json& extras) {
  auto header = Json::object({{"alg", name(key.alg())}});
  if (!key.kid().empty()) header.set("kid", key.kid());
  append_members(header, extras);
  append_members(header, parcel.members);
  return header;
}

Json shared_header(Enc enc, const JweJsonParts& parts, const EncryptOptions& options) {
  auto header = Json::object({{"enc", name(enc)}});
  if (options.compress) header.set("zip", "DEF");
  append_members(header, parts.protected_extras);
  return header;
}

/// How the one CEK comes to each recipient; the first parcel holds the CEK.
base::Result<std::vector<CekParcel>> parcels_for(std::span<const JweJsonRecipient> recipients, Enc enc,
                                                 const EncryptOptions& options) {
  if (recipients.empty()) return fail(Reason::bad_value, "the token would have no recipient");
  const bool any_direct = std::ranges::any_of(recipients, [](const auto& to) { return is_direct(to.key.alg()); });
  if (recipients.size() > 1 && any_direct) {
    return fail(Reason::bad_value, "a dir or ECDH-ES key cannot be one of several recipients'",
                "use A256KW or ECDH-ES+A256KW");
  }
  std::vector<CekParcel> parcels;
  JWTKEEP_TRY(auto first, make_cek(recipients.front().key, enc, options));
  parcels.push_back(std::move(first));
  for (const auto& to : recipients.subspan(1)) {
    JWTKEEP_CHECK(check_sending(to.key, enc, options));
    JWTKEEP_TRY(auto next, send_cek(to.key, parcels.front().cek, {options.p2c, options.apu, options.apv}));
    parcels.push_back(std::move(next));
  }
  return parcels;
}

}  // namespace

base::Result<std::string> encrypt_flattened(const EncryptionKey& key, Enc enc, const JweJsonParts& parts,
                                            const SecretBytes& plaintext, const EncryptOptions& options) {
  JWTKEEP_CHECK(check_parts(parts));
  JWTKEEP_TRY(const auto parcel, make_cek(key, enc, options));
  auto header = own_header(key, parcel, {});
  append_members(header, shared_header(enc, parts, options));
  JWTKEEP_CHECK(check_joined(header, parts.unprotected, {}));
  JWTKEEP_TRY(auto token, seal(enc, parcel.cek, header, parts, plaintext, options));
  if (!parcel.encrypted_key.empty()) token.set("encrypted_key", base64url_encode(parcel.encrypted_key));
  return base::write_json(token);
}

base::Result<std::string> encrypt_general(std::span<const JweJsonRecipient> recipients, Enc enc,
                                          const JweJsonParts& parts, const SecretBytes& plaintext,
                                          const EncryptOptions& options) {
  JWTKEEP_CHECK(check_parts(parts));
  JWTKEEP_TRY(const auto parcels, parcels_for(recipients, enc, options));
  const auto header = shared_header(enc, parts, options);
  auto listed = Json::array();
  for (std::size_t i = 0; i < recipients.size(); ++i) {
    const auto& to = recipients[i];
    JWTKEEP_CHECK(check_extras(to.header));
    auto own = own_header(to.key, parcels[i], to.header);
    JWTKEEP_CHECK(check_joined(header, parts.unprotected, own));
    if (!base::is_utf8(base::as_bytes(base::write_json(own)))) {
      return fail(Reason::bad_value, "a recipient's kid is not valid UTF-8");
    }
    auto entry = Json::object({{"header", std::move(own)}});
    if (!parcels[i].encrypted_key.empty()) {
      entry.set("encrypted_key", base64url_encode(parcels[i].encrypted_key));
    }
    listed.push(std::move(entry));
  }
  JWTKEEP_TRY(auto token, seal(enc, parcels.front().cek, header, parts, plaintext, options));
  token.set("recipients", std::move(listed));
  return base::write_json(token);
}

}  // namespace jwtkeep::jose
