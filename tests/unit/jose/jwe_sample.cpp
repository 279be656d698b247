#include "jwe_sample.hpp"

#include <gtest/gtest.h>

#include <map>

#include "jwtkeep/crypto/key_agreement.hpp"
#include "jwtkeep/crypto/key_wrap.hpp"
#include "jwtkeep/crypto/random.hpp"

namespace jwtkeep::jose {
namespace {

/// One key pair of each kind that encrypts.
const std::vector<crypto::PrivateKey>& pairs() {
  static const auto made_once = [] {
    std::vector<crypto::PrivateKey> made{crypto::PrivateKey::generate(crypto::KeyKind::rsa, 2048).value()};
    for (const auto each : crypto::key_kinds()) {
      if (crypto::can_agree(each)) made.push_back(crypto::PrivateKey::generate(each).value());
    }
    return made;
  }();
  return made_once;
}

base::SecretBytes secret_for(JweAlg alg, Enc enc) {
  static std::map<std::size_t, base::SecretBytes> made;
  const auto& row = info(alg);
  if (row.management == KeyManagement::password) return secret("correct horse battery staple");
  const auto size = row.management == KeyManagement::direct ? key_size_bytes(enc) : row.wrapping_key_bytes;
  if (!made.contains(size)) made.emplace(size, crypto::random_secret(size));
  return made.at(size).clone();
}

}  // namespace

std::vector<DecryptionKey> sample_decryption_keys(JweAlg alg, Enc enc) {
  if (is_symmetric(alg)) {
    const AllowedEncs encs = alg == JweAlg::dir ? AllowedEncs{enc} : AllowedEncs{};
    return {DecryptionKey::make("sample", alg, secret_for(alg, enc), encs).value()};
  }
  std::vector<DecryptionKey> keys;
  for (const auto& pair : pairs()) {
    if (auto key = DecryptionKey::make("sample", alg, pair)) keys.push_back(*std::move(key));
  }
  return keys;
}

DecryptionKey sample_decryption_key(JweAlg alg, Enc enc) { return sample_decryption_keys(alg, enc).front(); }

std::vector<JweAlg> every_jwe_alg() {
  std::vector<JweAlg> all;
  for (const auto& row : jwe_algs()) all.push_back(row.alg);
  return all;
}

std::vector<Enc> every_enc() {
  std::vector<Enc> all;
  for (const auto& row : encs()) all.push_back(row.enc);
  return all;
}

EncryptOptions quick() { return {.p2c = kMinP2c}; }

DecryptPolicy open_policy() { return {.encs = every_enc(), .allow_json = true, .inflate = crypto::InflateLimits{}}; }

std::string encrypt_as(Form form, const EncryptionKey& key, Enc enc, std::string_view text,
                       const EncryptOptions& options) {
  const auto hidden = secret(text);
  switch (form) {
    case Form::compact: return encrypt_compact(key, enc, {}, hidden, options).value();
    case Form::flattened: return encrypt_flattened(key, enc, {}, hidden, options).value();
    case Form::general: {
      const JweJsonRecipient to[] = {{key}};
      return encrypt_general(to, enc, {}, hidden, options).value();
    }
  }
  return {};
}

std::string text_of(const base::Result<DecryptedToken>& opened) {
  EXPECT_TRUE(opened.has_value()) << (opened ? "" : opened.error().what);
  if (!opened) return "(nothing)";
  return opened->plaintext().reveal([](base::ByteView bytes) { return std::string(base::as_text(bytes)); });
}

std::string jwe_refusal(std::string_view token, const DecryptionKey& key, const DecryptPolicy& policy) {
  const auto opened = decrypt(token, key, policy);
  return opened ? "none" : std::string(base::word(opened.error().reason));
}

namespace {

/// Where a part begins, and its length.
std::pair<std::size_t, std::size_t> place_of(std::string_view token, std::size_t index) {
  std::size_t begin = 0;
  for (; index > 0; --index) begin = token.find('.', begin) + 1;
  return {begin, std::min(token.find('.', begin), token.size()) - begin};
}

}  // namespace

base::Bytes part_of(std::string_view token, std::size_t index) {
  const auto [begin, size] = place_of(token, index);
  return base::base64url_decode(token.substr(begin, size)).value();
}

std::string with_part(std::string_view token, std::size_t index, base::ByteView bytes) {
  const auto [begin, size] = place_of(token, index);
  return std::string(token).replace(begin, size, base::base64url_encode(bytes));
}

std::string with_header(std::string_view token, std::string_view header) {
  return with_part(token, 0, base::as_bytes(header));
}

std::string forge_with_cek(std::string_view header, base::ByteView encrypted_key, Enc enc, const base::SecretBytes& cek,
                           std::string_view text) {
  auto token = base::base64url_encode(base::as_bytes(header));
  const auto content = crypto::encrypt_content(info(enc).cipher, cek, base::as_bytes(token), secret(text));
  for (const auto part :
       {encrypted_key, base::ByteView(content.iv), base::ByteView(content.ciphertext), base::ByteView(content.tag)}) {
    token += "." + base::base64url_encode(part);
  }
  return token;
}

std::string forge_compact(const DecryptionKey& key, std::string_view header, Enc enc, std::string_view text) {
  const auto cek = crypto::random_secret(key_size_bytes(enc));
  return forge_with_cek(header, crypto::wrap_key(*key.secret(), cek), enc, cek, text);
}

base::Json forge_flattened(const DecryptionKey& key, std::string_view header, Enc enc, std::string_view text,
                           std::string_view aad) {
  const auto cek = crypto::random_secret(key_size_bytes(enc));
  const auto covered = base::base64url_encode(base::as_bytes(header));
  const auto encoded_aad = base::base64url_encode(base::as_bytes(aad));
  const auto associated = aad.empty() ? covered : covered + "." + encoded_aad;
  const auto content = crypto::encrypt_content(info(enc).cipher, cek, base::as_bytes(associated), secret(text));
  auto token = base::Json::object();
  if (!header.empty()) token.set("protected", covered);
  if (!aad.empty()) token.set("aad", encoded_aad);
  token.set("encrypted_key", base::base64url_encode(crypto::wrap_key(*key.secret(), cek)));
  token.set("iv", base::base64url_encode(content.iv));
  token.set("ciphertext", base::base64url_encode(content.ciphertext));
  token.set("tag", base::base64url_encode(content.tag));
  return token;
}

}  // namespace jwtkeep::jose
