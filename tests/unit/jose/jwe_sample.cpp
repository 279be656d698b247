#include "jwe_sample.hpp"

#include <gtest/gtest.h>

#include <map>

#include "jwtkeep/crypto/key_agreement.hpp"
#include "jwtkeep/crypto/random.hpp"

namespace jwtkeep::jose {
namespace {

/// One key pair of each kind that encrypts.
const std::vector<crypto::PrivateKey>& pairs() {
  static const auto kPairs = [] {
    std::vector<crypto::PrivateKey> made{crypto::PrivateKey::generate(crypto::KeyKind::rsa, 2048).value()};
    for (const auto each : crypto::key_kinds()) {
      if (crypto::can_agree(each)) made.push_back(crypto::PrivateKey::generate(each).value());
    }
    return made;
  }();
  return kPairs;
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

}  // namespace jwtkeep::jose
