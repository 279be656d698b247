// Project Wycheproof's vectors for what a JWE is made of. None is left out: where JOSE is narrower than the vectors
// (one IV length, one tag length, no label), what holds elsewhere has to be refused here.
#include <gtest/gtest.h>

#include <cstdio>
#include <optional>

#include "../../vectors/shared_vectors.hpp"
#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/content_encryption.hpp"
#include "jwtkeep/crypto/key_agreement.hpp"
#include "jwtkeep/crypto/key_wrap.hpp"
#include "jwtkeep/crypto/pbkdf2.hpp"
#include "jwtkeep/crypto/rsa_oaep.hpp"
#include "keys.hpp"
#include "tests/unit/crypto/hex.hpp"

namespace jwtkeep::crypto {
namespace {

using vectors::text;

bool is_valid(const base::Json& test) { return text(test, "result") == "valid"; }

template <class Visit>
void each_test(const char* file, const base::Json& vectors, Visit visit) {
  int run = 0;
  for (const auto& group : *vectors.find("testGroups")->items()) {
    for (const auto& test : *group.find("tests")->items()) {
      SCOPED_TRACE("tcId " + std::to_string(*test.find("tcId")->integer()) + ": " + text(test, "comment"));
      visit(group, test);
      ++run;
    }
  }
  std::printf("%s: %d vectors run, none left out\n", file, run);
  EXPECT_EQ(run, *vectors.find("numberOfTests")->integer());
}

void run_content(const char* file, std::optional<ContentCipher> only) {
  JWTKEEP_VECTORS(vectors, file);
  each_test(file, vectors, [&](const base::Json& group, const base::Json& test) {
    const auto bits = *group.find("keySize")->integer();
    const auto cipher = only            ? *only
                        : bits == 128   ? ContentCipher::aes_128_gcm
                        : (bits == 192) ? ContentCipher::aes_192_gcm
                                        : ContentCipher::aes_256_gcm;
    const auto key = secret(hex(test, "key"));
    ASSERT_EQ(key.size(), key_size_bytes(cipher));
    const auto message = secret(hex(test, "msg"));
    const EncryptedContent content{hex(test, "iv"), hex(test, "ct"), hex(test, "tag")};
    const auto opened = decrypt_content(cipher, key, hex(test, "aad"), content);
    const bool fits = content.iv.size() == iv_size_bytes(cipher);
    ASSERT_EQ(opened.has_value(), is_valid(test) && fits);
    if (!opened) return;
    EXPECT_TRUE(*opened == message);
    const auto again = encrypt_content_with_iv(cipher, key, content.iv, hex(test, "aad"), message);
    EXPECT_EQ(again.ciphertext, content.ciphertext);
    EXPECT_EQ(again.tag, content.tag);
  });
}

TEST(Wycheproof, AesGcm) { run_content("wycheproof/aes_gcm_test.json", std::nullopt); }
TEST(Wycheproof, A128CbcHs256) {
  run_content("wycheproof/a128cbc_hs256_test.json", ContentCipher::aes_128_cbc_hmac_sha256);
}
TEST(Wycheproof, A192CbcHs384) {
  run_content("wycheproof/a192cbc_hs384_test.json", ContentCipher::aes_192_cbc_hmac_sha384);
}
TEST(Wycheproof, A256CbcHs512) {
  run_content("wycheproof/a256cbc_hs512_test.json", ContentCipher::aes_256_cbc_hmac_sha512);
}

TEST(Wycheproof, AesKeyWrap) {
  constexpr auto kFile = "wycheproof/aes_wrap_test.json";
  JWTKEEP_VECTORS(vectors, kFile);
  each_test(kFile, vectors, [&](const base::Json&, const base::Json& test) {
    const auto wrapping_key = secret(hex(test, "key"));
    const auto key = secret(hex(test, "msg"));
    const auto wrapped = hex(test, "ct");
    const auto unwrapped = unwrap_key(wrapping_key, wrapped);
    // "acceptable" are keys of 8 bytes, shorter than RFC 3394 section 2 knows them.
    ASSERT_EQ(unwrapped.has_value(), is_valid(test));
    if (!unwrapped) return;
    EXPECT_TRUE(*unwrapped == key);
    EXPECT_EQ(wrap_key(wrapping_key, key), wrapped);
  });
}

TEST(Wycheproof, Pbkdf2HmacSha256) {
  constexpr auto kFile = "wycheproof/pbkdf2_hmacsha256_test.json";
  JWTKEEP_VECTORS(vectors, kFile);
  each_test(kFile, vectors, [&](const base::Json&, const base::Json& test) {
    const auto count = static_cast<std::uint32_t>(*test.find("iterationCount")->integer());
    const auto size = static_cast<std::size_t>(*test.find("dkLen")->integer());
    const auto derived = pbkdf2(Hash::sha256, secret(hex(test, "password")), hex(test, "salt"), count, size);
    EXPECT_EQ(derived == secret(hex(test, "dk")), is_valid(test));
  });
}

void run_oaep(const char* file, OaepHash hash) {
  JWTKEEP_VECTORS(vectors, file);
  each_test(file, vectors, [&](const base::Json& group, const base::Json& test) {
    const auto key = PrivateKey::from_pkcs8(secret(hex(group, "privateKeyPkcs8"))).value();
    const auto opened = decrypt_oaep(key, hash, hex(test, "ct"));
    const bool labelled = !text(test, "label").empty();  // JOSE's label is always empty (RFC 7518 section 4.3)
    ASSERT_EQ(opened.has_value(), is_valid(test) && !labelled);
    if (opened) {
      EXPECT_TRUE(*opened == secret(hex(test, "msg")));
    }
  });
}

TEST(Wycheproof, RsaOaepSha1) { run_oaep("wycheproof/rsa_oaep_2048_sha1_mgf1sha1_test.json", OaepHash::sha1); }
TEST(Wycheproof, RsaOaepSha256) { run_oaep("wycheproof/rsa_oaep_2048_sha256_mgf1sha256_test.json", OaepHash::sha256); }

base::Bytes number(const base::Json& jwk, std::string_view name) {
  return base::base64url_decode(text(jwk, name)).value();
}

/// The public numbers of a JWK on P-256 or X25519; nothing on any other curve, and for another `kty`: the readers of
/// JWKs are in the room above.
std::optional<PublicComponents> numbers_of(const base::Json& jwk) {
  const auto& curve = text(jwk, "crv");
  const auto& type = text(jwk, "kty");
  if (type == "EC" && curve == "P-256") return EcPublic{KeyKind::ec_p256, number(jwk, "x"), number(jwk, "y")};
  if (type == "OKP" && curve == "X25519") return OkpPublic{KeyKind::x25519, number(jwk, "x")};
  return std::nullopt;
}

std::optional<PublicKey> public_of(const base::Json& jwk) {
  const auto numbers = numbers_of(jwk);
  if (!numbers) return std::nullopt;
  auto key = PublicKey::from_components(*numbers);
  if (!key) return std::nullopt;
  return *std::move(key);
}

PrivateKey private_of(const base::Json& jwk) {
  auto d = secret(number(jwk, "d"));
  const auto numbers = numbers_of(jwk).value();
  if (const auto* ec = std::get_if<EcPublic>(&numbers)) {
    return PrivateKey::from_components(EcPrivate{*ec, std::move(d)}).value();
  }
  return PrivateKey::from_components(OkpPrivate{std::get<OkpPublic>(numbers), std::move(d)}).value();
}

void run_agreement(const char* file) {
  JWTKEEP_VECTORS(vectors, file);
  each_test(file, vectors, [&](const base::Json&, const base::Json& test) {
    const auto other = public_of(*test.find("public"));
    const auto agreed = other ? agree(private_of(*test.find("private")), *other) : std::nullopt;
    // "acceptable" are points on the twist and points that are written unusually, both of which RFC 7748 section 5
    // takes, and points of small order, which its section 6.1 lets us refuse.
    const auto shared = hex(test, "shared");
    const bool zero = shared == base::Bytes(shared.size());
    ASSERT_EQ(agreed.has_value(), text(test, "result") != "invalid" && !zero);
    if (agreed) {
      EXPECT_TRUE(*agreed == secret(shared));
    }
  });
}

TEST(Wycheproof, EcdhP256) { run_agreement("wycheproof/ecdh_secp256r1_webcrypto_test.json"); }
TEST(Wycheproof, X25519) { run_agreement("wycheproof/x25519_jwk_test.json"); }

}  // namespace
}  // namespace jwtkeep::crypto
