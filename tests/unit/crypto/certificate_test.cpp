// Certificates: OpenSSL's own tool makes one whose key is read, and takes one that was made here.
#include "jwtkeep/crypto/certificate.hpp"

#include <gtest/gtest.h>

#include "jwtkeep/base/encoding.hpp"

#include "keys.hpp"

namespace jwtkeep::crypto {
namespace {

using base::Reason;

const base::Instant kFrom{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};
const base::Instant kUntil = kFrom + std::chrono::hours{24};

// openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=stranger -days 1 -outform DER
constexpr auto kStranger =
    "MIIBfDCCASGgAwIBAgIUaF59VI1YU5nMlmSuh5nHaleGrdUwCgYIKoZIzj0EAwIwEzERMA8GA1UEAwwIc3RyYW5nZXIwHhcNMjYxMTI4MDc0OD"
    "MzWhcNMjYxMTI5MDc0ODMzWjATMREwDwYDVQQDDAhzdHJhbmdlcjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABPfRSiQGBFDHnszh2hKeSYoD"
    "3tdipoSbF09oiLN3t8JwtfUnMI9nWZDg8ZIt/XovuGZ4TUHTE/WdcSpldXqOS7ejUzBRMB0GA1UdDgQWBBQhds2hIZlnmvwRLuRlHOfCBNeq0z"
    "AfBgNVHSMEGDAWgBQhds2hIZlnmvwRLuRlHOfCBNeq0zAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0kAMEYCIQC7HzEiT7YdMQbYl39/"
    "9ajmtcIAUxczjfBTjMKNOLUnKAIhAKvOvRcmbH5LSHYXZeLC8JHJoGuIlzg9ohrvvSCa52mM";
// openssl pkey -text_pub
constexpr auto kStrangerX = "f7d14a24060450c79ecce1da129e498a03ded762a6849b174f6888b377b7c270";

TEST(Certificate, GivesTheKeyThatItWasMadeOf) {
  for (const auto& key :
       {rsa_2048(), PrivateKey::generate(KeyKind::ec_p256).value(), PrivateKey::generate(KeyKind::ec_p521).value()}) {
    const auto der = self_signed_certificate(key, "jwtkeep probe", kFrom, kUntil);
    ASSERT_TRUE(der) << der.error().what;
    const auto read = certificate_key(*der);
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(*read, key.public_key());
  }
}

TEST(Certificate, EachHasASerialNumberOfItsOwn) {
  const auto named = self_signed_certificate(rsa_2048(), "a", kFrom, kUntil, "DNS:localhost,IP:::1");
  ASSERT_TRUE(named) << named.error().what;
  EXPECT_NE(base::as_text(*named).find("localhost"), std::string_view::npos);
  EXPECT_EQ(*certificate_in_pem(certificate_pem(*named)), *named);
  EXPECT_EQ(self_signed_certificate(rsa_2048(), "a", kFrom, kUntil, "DNS").error().reason, Reason::bad_value);
  EXPECT_NE(*self_signed_certificate(rsa_2048(), "a", kFrom, kUntil),
            *self_signed_certificate(rsa_2048(), "a", kFrom, kUntil));
}

TEST(Certificate, KeysAndNamesThatFitNoneAreRefused) {
  const auto edwards = PrivateKey::generate(KeyKind::ed25519);
  EXPECT_EQ(self_signed_certificate(*edwards, "a", kFrom, kUntil).error().reason, Reason::bad_value);
  for (const auto& name : {std::string(), std::string(65, 'a'), std::string("a\nb"), std::string("\xc3\xbc")}) {
    EXPECT_EQ(self_signed_certificate(rsa_2048(), name, kFrom, kUntil).error().reason, Reason::bad_value) << name;
  }
}

TEST(Certificate, WhatIsNoneIsMalformed) {
  auto der = *self_signed_certificate(rsa_2048(), "a", kFrom, kUntil);
  der.push_back(0);
  EXPECT_EQ(certificate_key(der).error().reason, Reason::malformed);
  der.resize(der.size() / 2);
  EXPECT_EQ(certificate_key(der).error().reason, Reason::malformed);
  EXPECT_EQ(certificate_key({}).error().reason, Reason::malformed);
  EXPECT_EQ(certificate_key(rsa_2048().public_key().to_spki()).error().reason, Reason::malformed);
}

TEST(Certificate, OfAnotherMakerGivesItsKey) {
  const auto der = base::base64_decode(kStranger);
  ASSERT_TRUE(der);
  const auto key = certificate_key(*der);
  ASSERT_TRUE(key) << key.error().what;
  EXPECT_EQ(base::hex_encode(std::get<EcPublic>(key->components()).x), kStrangerX);
}

TEST(Certificate, IsFoundInAPemTextBehindOtherBlocks) {
  const auto pem =
      rsa_2048().public_key().to_pem() + "-----BEGIN CERTIFICATE-----\n" + kStranger + "\n-----END CERTIFICATE-----\n";
  const auto der = certificate_in_pem(pem);
  ASSERT_TRUE(der) << der.error().what;
  EXPECT_EQ(*der, *base::base64_decode(kStranger));
  EXPECT_EQ(certificate_in_pem(rsa_2048().public_key().to_pem()).error().reason, Reason::not_found);
  EXPECT_EQ(certificate_in_pem("-----BEGIN CERTIFICATE-----\n").error().reason, Reason::malformed);
}

}  // namespace
}  // namespace jwtkeep::crypto
