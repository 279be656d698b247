// Project Wycheproof's vectors: signatures and tags that once fooled some library.
#include <gtest/gtest.h>

#include <cstdio>
#include <map>
#include <string>

#include "../../vectors/shared_vectors.hpp"
#include "jwtkeep/crypto/mac.hpp"
#include "keys.hpp"
#include "tests/unit/crypto/hex.hpp"

namespace jwtkeep::crypto {
namespace {

using vectors::text;

struct Count {
  int run = 0;
  std::map<std::string, int> left_out;  ///< how many, by the reason

  /// Prints what was run and why the rest was not, and fails when it is not the file's own number of tests.
  void finish(const char* file, const base::Json& vectors) const {
    std::printf("%s: %d vectors run\n", file, run);
    int all = run;
    for (const auto& [why, count] : left_out) {
      std::printf("%s: %d left out: %s\n", file, count, why.c_str());
      all += count;
    }
    EXPECT_EQ(all, *vectors.find("numberOfTests")->integer());
  }
};

template <class Visit>
void each_test(const base::Json& vectors, Visit visit) {
  for (const auto& group : *vectors.find("testGroups")->items()) {
    for (const auto& test : *group.find("tests")->items()) {
      SCOPED_TRACE("tcId " + std::to_string(*test.find("tcId")->integer()) + ": " + text(test, "comment"));
      visit(group, test);
    }
  }
}

void run_hmac(const char* file, Hash hash) {
  JWTKEEP_VECTORS(vectors, file);
  Count count;
  each_test(vectors, [&](const base::Json& group, const base::Json& test) {
    const auto key = secret(hex(test, "key"));
    const auto message = hex(test, "msg");
    const auto tag = hex(test, "tag");
    const bool valid = text(test, "result") == "valid";
    const bool full = *group.find("tagSize")->integer() == static_cast<std::int64_t>(size_bytes(hash) * 8);
    // JOSE knows no cut tags (RFC 7518 section 3.2): those that hold elsewhere have to be refused here.
    EXPECT_EQ(verify_hmac(hash, key, message, tag), valid && full);
    if (valid) {
      const auto whole = hmac(hash, key, message);
      EXPECT_TRUE(base::same_bytes(base::ByteView(whole).first(tag.size()), tag));
    }
    ++count.run;
  });
  count.finish(file, vectors);
}

TEST(Wycheproof, HmacSha256) { run_hmac("wycheproof/hmac_sha256_test.json", Hash::sha256); }
TEST(Wycheproof, HmacSha384) { run_hmac("wycheproof/hmac_sha384_test.json", Hash::sha384); }
TEST(Wycheproof, HmacSha512) { run_hmac("wycheproof/hmac_sha512_test.json", Hash::sha512); }

void run_signatures(const char* file, Scheme scheme) {
  JWTKEEP_VECTORS(vectors, file);
  Count count;
  each_test(vectors, [&](const base::Json& group, const base::Json& test) {
    const auto key = PublicKey::from_spki(hex(group, "publicKeyDer"));
    if (!key) {  // an exponent below 65537 is refused before any signature is looked at
      EXPECT_EQ(key.error().reason, base::Reason::bad_value);
      EXPECT_EQ(text(*group.find("publicKey"), "publicExponent"), "03") << key.error().what;
      ++count.left_out["the key's exponent is 3, and no key with one below 65537 is taken (CVE-2006-4339)"];
      return;
    }
    EXPECT_EQ(PublicKey::from_pem(text(group, "publicKeyPem")).value(), *key);
    // "acceptable" are PKCS#1 paddings without the NULL of RFC 8017 appendix B.1, which section 8.2.2 lets a verifier
    // take: not this one.
    const auto& result = text(test, "result");
    // Again and again, because a key that is used often verifies by tables.
    for (int use = 0; use < 5; ++use) {
      EXPECT_EQ(verify(*key, scheme, hex(test, "msg"), hex(test, "sig")), result == "valid") << use;
    }
    ++count.run;
  });
  count.finish(file, vectors);
}

TEST(Wycheproof, Ed25519) { run_signatures("wycheproof/ed25519_test.json", Scheme::ed25519); }
TEST(Wycheproof, EcdsaP256Sha256InJoseForm) {
  run_signatures("wycheproof/ecdsa_secp256r1_sha256_p1363_test.json", Scheme::ecdsa_p256_sha256);
}
TEST(Wycheproof, EcdsaP384Sha384InJoseForm) {
  run_signatures("wycheproof/ecdsa_secp384r1_sha384_p1363_test.json", Scheme::ecdsa_p384_sha384);
}
TEST(Wycheproof, EcdsaP521Sha512InJoseForm) {
  run_signatures("wycheproof/ecdsa_secp521r1_sha512_p1363_test.json", Scheme::ecdsa_p521_sha512);
}
TEST(Wycheproof, RsaPkcs1Sha384) {
  run_signatures("wycheproof/rsa_signature_3072_sha384_test.json", Scheme::rsa_pkcs1_sha384);
}
TEST(Wycheproof, RsaPkcs1Sha512) {
  run_signatures("wycheproof/rsa_signature_4096_sha512_test.json", Scheme::rsa_pkcs1_sha512);
}
TEST(Wycheproof, RsaPssSha256) {
  run_signatures("wycheproof/rsa_pss_2048_sha256_mgf1_32_test.json", Scheme::rsa_pss_sha256);
}
TEST(Wycheproof, RsaPkcs1Sha256) {
  run_signatures("wycheproof/rsa_signature_2048_sha256_test.json", Scheme::rsa_pkcs1_sha256);
}

}  // namespace
}  // namespace jwtkeep::crypto
