#include "jwtkeep/jose/jwe_cek.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/concat_kdf.hpp"
#include "jwtkeep/crypto/key_agreement.hpp"
#include "jwtkeep/crypto/key_wrap.hpp"
#include "jwtkeep/crypto/pbkdf2.hpp"
#include "jwtkeep/crypto/random.hpp"
#include "jwtkeep/jose/curve_name.hpp"
#include "jwtkeep/jose/jwk_material.hpp"
#include "jwtkeep/jose/jwk_members.hpp"

namespace jwtkeep::jose {
namespace {

using base::base64url_encode;
using base::Bytes;
using base::ByteView;
using base::fail;
using base::Json;
using base::Reason;
using base::SecretBytes;
using FoundCek = std::optional<SecretBytes>;

constexpr std::size_t kSaltBytes = 16;      ///< of a PBES2 key of ours
constexpr std::size_t kMinSaltBytes = 8;    ///< RFC 7518 section 4.8.1.1
constexpr std::size_t kMaxSaltBytes = 256;  ///< nobody needs more

std::unexpected<base::Error> malformed(std::string what, std::string hint = {}) {
  return fail(Reason::malformed, std::move(what), std::move(hint));
}

// AES-GCM key wrap (RFC 7518 section 4.7)

crypto::ContentCipher gcm_of(const JweAlgInfo& row) {
  switch (row.wrapping_key_bytes) {
    case 16: return crypto::ContentCipher::aes_128_gcm;
    case 24: return crypto::ContentCipher::aes_192_gcm;
    default: return crypto::ContentCipher::aes_256_gcm;
  }
}

void send_by_gcm(const JweAlgInfo& row, const SecretBytes& wrapping_key, const SecretBytes& cek, CekParcel& parcel) {
  auto wrapped = crypto::encrypt_content(gcm_of(row), wrapping_key, {}, cek);
  parcel.members.set("iv", base64url_encode(wrapped.iv));
  parcel.members.set("tag", base64url_encode(wrapped.tag));
  parcel.encrypted_key = std::move(wrapped.ciphertext);
}

base::Result<FoundCek> receive_by_gcm(const JweAlgInfo& row, const SecretBytes& wrapping_key,
                                      const JweRecipient& recipient) {
  crypto::EncryptedContent wrapped{{}, recipient.encrypted_key, {}};
  JWTKEEP_TRY(wrapped.iv, recipient.header.bytes("iv"));
  JWTKEEP_TRY(wrapped.tag, recipient.header.bytes("tag"));
  const auto cipher = gcm_of(row);
  if (wrapped.iv.size() != crypto::iv_size_bytes(cipher) || wrapped.tag.size() != crypto::tag_size_bytes(cipher)) {
    return malformed("the header's \"iv\" and \"tag\" have not 12 and 16 bytes (RFC 7518 section 4.7.1)");
  }
  return crypto::decrypt_content(cipher, wrapping_key, {}, wrapped);
}

// ECDH-ES (RFC 7518 section 4.6, RFC 8037 section 3.2)

Json write_epk(const crypto::PublicKey& key) {
  auto epk = Json::object({{"kty", name(key_type(key.kind()))}});
  write_material(epk, key);
  return epk;
}

/// The sender's public key, on the same curve as ours: on another one, or beside it, each answer would tell something
/// of our private number (RFC 7518 section 4.6.1.1).
base::Result<crypto::PublicKey> read_epk(const JweHeader& header, crypto::KeyKind kind) {
  const auto* epk = header.json().find("epk");
  if (epk == nullptr || !epk->is_object()) return malformed("the header's \"epk\" is missing or not an object");
  JWTKEEP_TRY(const auto kty, text_member(*epk, "kty"));
  JWTKEEP_TRY(const auto crv, text_member(*epk, "crv"));
  if (kty != name(key_type(kind)) || crv != curve_name(kind)) {
    return malformed("the header's \"epk\" is not on the key's own curve, which is " + std::string(curve_name(kind)));
  }
  if (epk->find("d") != nullptr) return malformed("the header's \"epk\" shows a private number");
  auto point = read_public_material(*epk, key_type(kind));
  if (!point) return malformed("the header's \"epk\" is refused: " + point.error().what);
  return *std::move(point);
}

/// The agreed key is the CEK itself for ECDH-ES, or the key that wraps it.
SecretBytes agreed_key(const SecretBytes& z, const JweAlgInfo& row, Enc enc, ByteView apu, ByteView apv) {
  if (row.wrapping_key_bytes == 0) return crypto::concat_kdf(z, name(enc), apu, apv, key_size_bytes(enc));
  return crypto::concat_kdf(z, row.name, apu, apv, row.wrapping_key_bytes);
}

base::Result<SecretBytes> agree_with(const crypto::PublicKey& recipient, const JweAlgInfo& row, Enc enc,
                                     const CekChoices& choices, Json& members) {
  JWTKEEP_TRY(const auto ephemeral, crypto::PrivateKey::generate(recipient.kind()));
  const auto z = crypto::agree(ephemeral, recipient);
  if (!z) return fail(Reason::key_mismatch, "no secret can be agreed on with the recipient's key");
  members.set("epk", write_epk(ephemeral.public_key()));
  if (!choices.apu.empty()) members.set("apu", base64url_encode(choices.apu));
  if (!choices.apv.empty()) members.set("apv", base64url_encode(choices.apv));
  return agreed_key(*z, row, enc, choices.apu, choices.apv);
}

base::Result<FoundCek> receive_by_agreement(const crypto::PrivateKey& own, const JweAlgInfo& row, Enc enc,
                                            const JweRecipient& recipient) {
  JWTKEEP_TRY(const auto epk, read_epk(recipient.header, own.kind()));
  JWTKEEP_TRY(const auto apu, recipient.header.optional_bytes("apu"));
  JWTKEEP_TRY(const auto apv, recipient.header.optional_bytes("apv"));
  const auto z = crypto::agree(own, epk);
  if (!z) return malformed("the header's \"epk\" is a point of small order (RFC 7748 section 6.1)");
  auto key = agreed_key(*z, row, enc, apu, apv);
  if (row.wrapping_key_bytes == 0) return FoundCek(std::move(key));
  return crypto::unwrap_key(key, recipient.encrypted_key);
}

// PBES2 (RFC 7518 section 4.8)

SecretBytes password_key(const JweAlgInfo& row, const SecretBytes& password, ByteView p2s, std::uint32_t p2c) {
  Bytes salt(row.name.begin(), row.name.end());
  salt.push_back(0);
  salt.insert(salt.end(), p2s.begin(), p2s.end());
  return crypto::pbkdf2(*row.prf, password, salt, p2c, row.wrapping_key_bytes);
}

base::Result<void> send_by_password(const JweAlgInfo& row, const SecretBytes& password, const SecretBytes& cek,
                                    std::uint32_t p2c, CekParcel& parcel) {
  if (p2c == 0) return fail(Reason::bad_value, "PBES2 needs a count of iterations");
  const auto p2s = crypto::random_bytes(kSaltBytes);
  parcel.members.set("p2s", base64url_encode(p2s));
  parcel.members.set("p2c", std::int64_t{p2c});
  parcel.encrypted_key = crypto::wrap_key(password_key(row, password, p2s, p2c), cek);
  return {};
}

base::Result<std::uint32_t> bounded_count(const JweHeader& header, Pbes2Bounds& bounds) {
  JWTKEEP_TRY(const auto p2c, header.count("p2c"));
  if (p2c > bounds.max_count || p2c > bounds.left) {
    return fail(Reason::too_large,
                "the header's \"p2c\" asks for more than the " + std::to_string(bounds.max_count) +
                    " iterations that are allowed",
                "raise the limit only for senders that you trust");
  }
  if (p2c < bounds.min_count) {
    return malformed("the header's \"p2c\" is below " + std::to_string(bounds.min_count) +
                     " (RFC 7518 section 4.8.1.2)");
  }
  bounds.left -= p2c;
  return static_cast<std::uint32_t>(p2c);
}

base::Result<FoundCek> receive_by_password(const JweAlgInfo& row, const SecretBytes& password,
                                           const JweRecipient& recipient, Pbes2Bounds& bounds) {
  JWTKEEP_TRY(const auto p2s, recipient.header.bytes("p2s"));
  if (p2s.size() < kMinSaltBytes || p2s.size() > kMaxSaltBytes) {
    return malformed("the header's \"p2s\" has not 8 to 256 bytes (RFC 7518 section 4.8.1.1)");
  }
  JWTKEEP_TRY(const auto p2c, bounded_count(recipient.header, bounds));
  return crypto::unwrap_key(password_key(row, password, p2s, p2c), recipient.encrypted_key);
}

base::Result<FoundCek> receive(const DecryptionKey& key, Enc enc, const JweRecipient& recipient, Pbes2Bounds& bounds) {
  const auto& row = info(key.alg());
  switch (row.management) {
    case KeyManagement::direct: return FoundCek(key.secret()->clone());
    case KeyManagement::aes_wrap: return crypto::unwrap_key(*key.secret(), recipient.encrypted_key);
    case KeyManagement::aes_gcm_wrap: return receive_by_gcm(row, *key.secret(), recipient);
    case KeyManagement::rsa_oaep: return crypto::decrypt_oaep(*key.private_key(), *row.oaep, recipient.encrypted_key);
    case KeyManagement::key_agreement: return receive_by_agreement(*key.private_key(), row, enc, recipient);
    case KeyManagement::password: return receive_by_password(row, *key.secret(), recipient, bounds);
  }
  return FoundCek{};
}

}  // namespace

base::Result<CekParcel> give_cek(const EncryptionKey& key, Enc enc, const CekChoices& choices) {
  CekParcel parcel;
  if (const auto* secret = key.secret()) {
    parcel.cek = secret->clone();
  } else {
    JWTKEEP_TRY(parcel.cek, agree_with(*key.public_key(), info(key.alg()), enc, choices, parcel.members));
  }
  return parcel;
}

base::Result<CekParcel> send_cek(const EncryptionKey& key, const SecretBytes& cek, const CekChoices& choices) {
  const auto& row = info(key.alg());
  CekParcel parcel;
  switch (row.management) {
    case KeyManagement::direct: return fail(Reason::bad_value, "a dir key carries no other key");
    case KeyManagement::aes_wrap: parcel.encrypted_key = crypto::wrap_key(*key.secret(), cek); break;
    case KeyManagement::aes_gcm_wrap: send_by_gcm(row, *key.secret(), cek, parcel); break;
    case KeyManagement::rsa_oaep: {
      JWTKEEP_TRY(parcel.encrypted_key, crypto::encrypt_oaep(*key.public_key(), *row.oaep, cek));
      break;
    }
    case KeyManagement::key_agreement: {
      if (row.wrapping_key_bytes == 0) return fail(Reason::bad_value, "an ECDH-ES key carries no other key");
      JWTKEEP_TRY(const auto wrapping, agree_with(*key.public_key(), row, {}, choices, parcel.members));
      parcel.encrypted_key = crypto::wrap_key(wrapping, cek);
      break;
    }
    case KeyManagement::password: JWTKEEP_CHECK(send_by_password(row, *key.secret(), cek, choices.p2c, parcel)); break;
  }
  return parcel;
}

base::Result<FoundCek> receive_cek(const DecryptionKey& key, Enc enc, const JweRecipient& recipient,
                                   Pbes2Bounds& bounds) {
  if (is_direct(key.alg()) && !recipient.encrypted_key.empty()) {
    return malformed("the token has an encrypted key, which " + std::string(name(key.alg())) +
                     " does not (RFC 7516 section 5.2)");
  }
  JWTKEEP_TRY(auto cek, receive(key, enc, recipient, bounds));
  if (cek && cek->size() != key_size_bytes(enc)) cek.reset();
  return cek;
}

}  // namespace jwtkeep::jose
