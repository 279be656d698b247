#include "jwtkeep/jose/jwe_content.hpp"

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/random.hpp"

namespace jwtkeep::jose {
namespace {

using base::fail;
using base::Reason;

CekChoices choices_of(const EncryptOptions& options) { return {options.p2c, options.apu, options.apv}; }

}  // namespace

base::Result<void> check_sending(const EncryptionKey& key, Enc enc, const EncryptOptions& options) {
  if (!key.allows(enc)) {
    return fail(Reason::alg_not_allowed, "the key is not for " + std::string(name(enc)));
  }
  if (info(key.alg()).management == KeyManagement::password && options.p2c < kMinP2c) {
    return fail(Reason::bad_value, "a password needs at least " + std::to_string(kMinP2c) +
                                       " iterations (RFC 7518 section 4.8.1.2), better " + std::to_string(kUsualP2c));
  }
  return {};
}

base::Result<CekParcel> make_cek(const EncryptionKey& key, Enc enc, const EncryptOptions& options) {
  JWTKEEP_CHECK(check_sending(key, enc, options));
  if (is_direct(key.alg())) return give_cek(key, enc, choices_of(options));
  auto cek = crypto::random_secret(key_size_bytes(enc));
  JWTKEEP_TRY(auto parcel, send_cek(key, cek, choices_of(options)));
  parcel.cek = std::move(cek);
  return parcel;
}

void append_members(base::Json& header, const base::Json& more) {
  if (const auto* members = more.members()) {
    for (const auto& [name, value] : *members) header.set(name, value);
  }
}

base::Result<std::string> encode_header(const base::Json& header) {
  const auto text = base::write_json(header);
  if (!base::is_utf8(base::as_bytes(text))) return fail(Reason::bad_value, "the header or the kid is not valid UTF-8");
  return base::base64url_encode(base::as_bytes(text));
}

base::Result<crypto::EncryptedContent> encrypt_text(Enc enc, const base::SecretBytes& cek,
                                                    std::string_view associated_data,
                                                    const base::SecretBytes& plaintext, const EncryptOptions& options) {
  if (plaintext.size() > crypto::kMaxContentBytes / 2) {
    return fail(Reason::bad_value, "a text of more than 512 MiB is too long for a token");
  }
  const auto cipher = info(enc).cipher;
  const auto covered = base::as_bytes(associated_data);
  if (!options.compress) return crypto::encrypt_content(cipher, cek, covered, plaintext);
  return crypto::encrypt_content(cipher, cek, covered, crypto::deflate(plaintext));
}

}  // namespace jwtkeep::jose
