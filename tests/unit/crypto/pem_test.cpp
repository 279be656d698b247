// PEM texts as people have them: several blocks, other tools' forms, encrypted, cut and mistaken ones.
#include "jwtkeep/crypto/pem.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

#include "jwtkeep/base/encoding.hpp"

#include "keys.hpp"
#include "tests/unit/base/secret_text.hpp"

namespace jwtkeep::crypto {
namespace {

using base::Reason;

std::string private_pem() {
  static const auto pem = text_of(PrivateKey::generate(KeyKind::ec_p256)->to_pem());
  return pem;
}

std::string public_pem() { return PrivateKey::from_pem(secret(private_pem()))->public_key().to_pem(); }

Reason refusal(std::string_view text) {
  const auto key = PrivateKey::from_pem(secret(text));
  return key ? Reason::internal : key.error().reason;
}

Reason public_refusal(std::string_view text) {
  const auto key = PublicKey::from_pem(text);
  return key ? Reason::internal : key.error().reason;
}

// Keys that were made for these tests and are used nowhere else.

// openssl genrsa -traditional 2048
constexpr std::string_view kRsaTraditional = R"(-----BEGIN RSA PRIVATE KEY-----
MIIEpAIBAAKCAQEA4Ji2xTAppv0LtYA08IXBEYENaVyCMPnLNt6gFfOYky+I+OTE
RqGLYabazeYmn7ut+50GZzQyMilBjcC3FThqLp9I+B9EVwNTNYAYjBq61jDNVTol
NS6VG8Ec/g4+5r7PXMCRfy651R4F+cUDD6woj78k/OHO+M51maSW4VY8Dp/oSuPB
6kxAO0OBg8IwJSyo8bOXUjPoo3J2Dni8l7PxY8WlLtqz4IbP2XyGkhSrEh4BGQPA
1zD+OpJops1/5ErcWXBgamumJbpfLdPkWg/RBskYJydhXz8A/llLs0lYh6A6XSp7
wI+FD8Mwue8XeqvsuXvgVqILpHo6RMViEGryrQIDAQABAoIBACxwmy1+P6eehzwV
D6SN2qtjfStdVhdpvbdwKn3dctGgxLn2zg1ptoIOeVnnUbomcSEJq3QtREdfmWx6
dt94h64M72vFCAkti7/YxkKmoVRzWJWmCSmyO2e/+MQePnz6wV4JbmCbdsLAC4+l
11q5BleXCzMMXR8m/ub1RbN1lDGSPIXxqfvAFt2XYEk/5RvRIpqEEjdEv2p4wh35
KpmaMbqEOFV1nwjQZ93W0sLtLGP+S9vB8zzeKLnXEjUSeUB23ijNMKD5oHus4jWN
/IvM3yqsFb5/EajZK9k+6Ec5RLKOYIArNAwdUiIfNwZAPQHdEYAX627/2D8knsr0
+mpj19ECgYEA81/Gbg2yLy0b1OxNsgI8Y260nfom9MJItY4XQlxeXnjLvTimVLWc
5zlcfoWP+5ZrXcVOEofLwqKI38azstRLDeYrM6Lxl7rV1Mp65UdbBK1nIvU2aoU9
QExz3rrzXLcyEG6sbyMwRDa00ZamwUz9LrDt4cm0rYfRsJgOsLE7UpUCgYEA7D+O
SnJXRLc1OrCLCl4ANGIBFO+jPgZfaHV/XWncDC1Hkp/2yapRVOndyUuLeu/+A7v9
KmFVMNq9C28dnVkeuC2netquLNVfPL7OkNwNlkafg5ICBJpxKTBs4fJabVULIO2y
3SO/DgEdbn9cw5/MOqtQ/fg/TO/bdnHbwB8W8bkCgYApQeU7puq8AKOlNuH8+VAP
cyb/WPbdq0n0LUBYKZx923B+hWn9FkShFiJN+IpuFhPhc59GmOq79h3KAb9Y45BN
rOVJ/aeDF1NEnYaz86LEajj/vh4ZdLjre4pxCbRT1WKRUpG8zXRTPArvNODUCB8r
mSbajf0pJcswarai0YjC+QKBgQCLcAOyywPZCe0/451dFBg40rNiwQHvhOFhDSCM
aQO4qCz7TLDjXEQ+wv3lZlI/0FBzscv97I7Uk/ZKPl4TVdt8x213ZISy74kTmGbh
NxBJ5wsVI+NPBjzOG8fYICvhJfW4jLMqNIP6ZwwRANkmmTV4V08pZxEtftBge1lB
btgi+QKBgQC3ZbeGm1qGaVXroFsSLQAi5AjzkixD2XIDnZusH5GcrQ65YH7xqmER
n/yNcCtJDJgXtn9mjRBIbSFdPRlWakotkhpaAw2K/mT0qm+m8nYJjYdtwMA0HvVO
kCFg0mL3NvIzQrY6xINolMpHm5CCm1815BCFayX6Yq/zqIbPwiSLAQ==
-----END RSA PRIVATE KEY-----
)";

// openssl rsa -RSAPublicKey_out
constexpr std::string_view kRsaPublicTraditional = R"(-----BEGIN RSA PUBLIC KEY-----
MIIBCgKCAQEA4Ji2xTAppv0LtYA08IXBEYENaVyCMPnLNt6gFfOYky+I+OTERqGL
YabazeYmn7ut+50GZzQyMilBjcC3FThqLp9I+B9EVwNTNYAYjBq61jDNVTolNS6V
G8Ec/g4+5r7PXMCRfy651R4F+cUDD6woj78k/OHO+M51maSW4VY8Dp/oSuPB6kxA
O0OBg8IwJSyo8bOXUjPoo3J2Dni8l7PxY8WlLtqz4IbP2XyGkhSrEh4BGQPA1zD+
OpJops1/5ErcWXBgamumJbpfLdPkWg/RBskYJydhXz8A/llLs0lYh6A6XSp7wI+F
D8Mwue8XeqvsuXvgVqILpHo6RMViEGryrQIDAQAB
-----END RSA PUBLIC KEY-----
)";

// openssl ecparam -name prime256v1 -genkey -noout
constexpr std::string_view kEcTraditional = R"(-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIAxNcn0ix8f0WuU2hv9QLzhFNEJrkMVyWsbvu46ZQKrdoAoGCCqGSM49
AwEHoUQDQgAEAkOmjTi7GZZ7IA7Ie+AbNMlXe2jjGKNbDaNVjOUp7uZwpws95CuU
w8y059gD2yLiOqN+JlkafIDn+r/AN1afcQ==
-----END EC PRIVATE KEY-----
)";

// openssl ec -pubout
constexpr std::string_view kEcPublic = R"(-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEAkOmjTi7GZZ7IA7Ie+AbNMlXe2jj
GKNbDaNVjOUp7uZwpws95CuUw8y059gD2yLiOqN+JlkafIDn+r/AN1afcQ==
-----END PUBLIC KEY-----
)";

// openssl pkcs8 -topk8, passphrase "example"
constexpr std::string_view kEncrypted = R"(-----BEGIN ENCRYPTED PRIVATE KEY-----
MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgYlVJoJomwkQICCAAw
DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEEtSkPVbkrEwsbL+ND1hwWkEgZCU
+zXxkyndVeNKEhCVwi6pEwB9S27/8WD7eE/6x40wQn4YOyxZgB9TWdMfDfcRiWjW
Lkq7hcw2tuu59km/1CG6JoX707K9xiloeoeV0NlGU1NMv7hRhjSqKSDI64EndQuZ
RoDomHN6AY6Fs5epf62Xkh9JKEXncnCOCc8OgBucjvtbJtCmp60qIdI1WSpmGZY=
-----END ENCRYPTED PRIVATE KEY-----
)";

// openssl ecparam -name secp384r1 -genkey -noout
constexpr std::string_view kP384 = R"(-----BEGIN EC PRIVATE KEY-----
MIGkAgEBBDAi/Kcgem8mN5VORRChienZB2c7EWRDUKvxrg5lDPqaa3q7Lc1Ag+Tq
U0SHv6I47XGgBwYFK4EEACKhZANiAASBRs9A0KjTIJKoDm89nMaaiG10qC4KK+MH
Pr1eWUMMyNH8KhGbghmpUlK5k9csQmzWN+bRERuCAJ4Iz3BmK0i5cedbsFb3TjEh
GF9sRco/Lv+ut++tvHAGbJeS994cMOc=
-----END EC PRIVATE KEY-----
)";

// openssl genpkey -algorithm X25519
constexpr std::string_view kX25519 = R"(-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VuBCIEIHgvAi6qS2QsB4zIqfCJj9v5mLbGc7E2TereZPQPwCZ0
-----END PRIVATE KEY-----
)";

// openssl genpkey -algorithm ED448
constexpr std::string_view kEd448 = R"(-----BEGIN PRIVATE KEY-----
MEcCAQAwBQYDK2VxBDsEOeh0PoGGX2OhqMAw4vjG+OvJLCVoLtbaRG1vi3d22Eoi
AFd6+3T8dlkQjfvrACQWJ/2JpLoRYnxStQ==
-----END PRIVATE KEY-----
)";

// openssl ecparam -name brainpoolP256r1 -genkey -noout
constexpr std::string_view kBrainpool = R"(-----BEGIN EC PRIVATE KEY-----
MHgCAQEEIAXaC0r4KXg6Z0lVef4kXSVlBggr9t+H8ITNvZ8t02b4oAsGCSskAwMC
CAEBB6FEA0IABFnyeeSQWAQGEb5GL/iWFhxXa0qyxYWM9TJZRtKRoEoKdmNR1JWm
nAE9arw49hYd1dO+T3OpiPUnOH/UWE52+Rk=
-----END EC PRIVATE KEY-----
)";

// openssl ecparam -name secp224r1 -genkey -noout
constexpr std::string_view kP224 = R"(-----BEGIN EC PRIVATE KEY-----
MGgCAQEEHDkgLeMteWb3zlWE1t5MgftiGPnDsgjc8vUzNKygBwYFK4EEACGhPAM6
AAQxrZROvQTxty4o3fcv1MSkm5X8bLdAZD9NDAN9O2vdI3R2lhm0d3ZYbrS0lF/T
XmAZj3/ity55dg==
-----END EC PRIVATE KEY-----
)";

// openssl genpkey -algorithm DH -pkeyopt group:ffdhe2048
constexpr std::string_view kDiffieHellman = R"(-----BEGIN PRIVATE KEY-----
MIIBPwIBADCCARcGCSqGSIb3DQEDATCCAQgCggEBAP//////////rfhUWKK7Spqv
3FYgJz088di5xYPOLTaVqeE2QRRkM/vMk53OJJs++X0v42NjDHXY9oGyAq7EYXrT
3x7V1f1lYSQz9R9fBm7QhWNlVT3tGvO1VxNef1fJNZhPDHDg5ot34qaJ2vPv6HId
8VihNq3nNTCsyk9IOnl6vAqxgrMk+2HRCKlLssjj+7lq2rdg1/RoHU9Co945TfSu
Vu3nY3K7GQsHp8juCm1wngL84c334uzANATNKDQvYZFy/pzphYP/jk8SMu7ygYPD
/jsbTG+tczu1/LwuwiAFxY7xg30Wg7LG80omwbLv+ohrQjhhKFyX//////////8C
AQIEHwIdAeJjOLUvsGJT5kz6QXMZG3UZWSSeVwlZSXIsAC0=
-----END PRIVATE KEY-----
)";

// openssl ecparam -name prime256v1 -param_enc explicit -genkey -noout
constexpr std::string_view kExplicitCurve = R"(-----BEGIN EC PRIVATE KEY-----
MIIBaAIBAQQgT2o9EKd5arMdac8VszJaqQ7yjak84eacRx1oi9ImYx+ggfowgfcC
AQEwLAYHKoZIzj0BAQIhAP////8AAAABAAAAAAAAAAAAAAAA////////////////
MFsEIP////8AAAABAAAAAAAAAAAAAAAA///////////////8BCBaxjXYqjqT57Pr
vVV2mIa8ZR0GsMxTsPY7zjw+J9JgSwMVAMSdNgiG5wSTamZ44ROdJreBn36QBEEE
axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54W
K84zV2sxXs7LtkBoN79R9QIhAP////8AAAAA//////////+85vqtpxeehPO5ysL8
YyVRAgEBoUQDQgAEu9+9SHzRPBNYtwRp2QSGcyYvJomueJFB1z1tz3J/HawV5wOF
I/A2uJHVPZ+ZfX4qC8RqooA5E6VJMvZsqa3GRw==
-----END EC PRIVATE KEY-----
)";

// RFC 8410 section 10.3, with attributes and the public key
constexpr std::string_view kEd25519V2 = R"(-----BEGIN PRIVATE KEY-----
MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
oB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrB
Z9w7lshQhqowtrbLDFw4rXAxZuE=
-----END PRIVATE KEY-----
)";

// RFC 8410 section 10.1
constexpr std::string_view kEd25519Public = R"(-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
-----END PUBLIC KEY-----
)";

TEST(Pem, TraditionalFormsOfOtherToolsAreRead) {
  const auto rsa = PrivateKey::from_pem(secret(kRsaTraditional));
  ASSERT_TRUE(rsa) << rsa.error().what;
  EXPECT_EQ(rsa->kind(), KeyKind::rsa);
  const auto ec = PrivateKey::from_pem(secret(kEcTraditional));
  ASSERT_TRUE(ec) << ec.error().what;
  EXPECT_EQ(ec->kind(), KeyKind::ec_p256);
  EXPECT_EQ(ec->public_key(), PublicKey::from_pem(kEcPublic).value());
  EXPECT_EQ(rsa->public_key(), PublicKey::from_pem(kRsaPublicTraditional).value());
}

TEST(Pem, BlocksBeforeTheKeyAndWindowsLineEndsAreTaken) {
  // `openssl ecparam -genkey` writes its parameters first.
  const std::string params = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
  EXPECT_TRUE(PrivateKey::from_pem(secret("a comment\n" + params + private_pem())));
  std::string windows;
  for (const char c : private_pem()) windows += c == '\n' ? std::string("\r\n") : std::string(1, c);
  EXPECT_TRUE(PrivateKey::from_pem(secret(windows)));
}

TEST(Pem, EncryptedKeysAreRefusedWithTheWayOut) {
  const auto key = PrivateKey::from_pem(secret(kEncrypted));
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().reason, Reason::bad_value);
  EXPECT_NE(key.error().what.find("encrypted"), std::string::npos);
  EXPECT_NE(key.error().hint.find("openssl pkey"), std::string::npos);
  EXPECT_EQ(refusal("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n"
                    "-----END RSA PRIVATE KEY-----\n"),
            Reason::bad_value);
  EXPECT_EQ(refusal("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n"),
            Reason::bad_value);
}

TEST(Pem, APrivateKeyWhereAPublicOneBelongsIsRefused) {
  EXPECT_EQ(public_refusal(private_pem()), Reason::bad_value);
  EXPECT_EQ(public_refusal(public_pem() + private_pem()), Reason::bad_value);
  EXPECT_EQ(refusal(public_pem()), Reason::bad_value);
  EXPECT_EQ(public_refusal("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"), Reason::bad_value);
}

TEST(Pem, DamagedTextsAreMalformed) {
  const auto pem = private_pem();
  EXPECT_EQ(refusal(""), Reason::malformed);
  EXPECT_EQ(refusal("a secret, but no PEM"), Reason::malformed);
  EXPECT_EQ(refusal(pem.substr(0, pem.size() - 20)), Reason::malformed);
  EXPECT_EQ(refusal(pem.substr(0, 60)), Reason::malformed);
  auto wrong_end = pem;
  wrong_end.replace(wrong_end.find("END PRIVATE"), 11, "END PUBLICX");
  EXPECT_EQ(refusal(wrong_end), Reason::malformed);
  auto not_base64 = pem;
  not_base64[40] = '*';
  EXPECT_EQ(refusal(not_base64), Reason::malformed);
  EXPECT_EQ(refusal("-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n"), Reason::malformed);
  EXPECT_EQ(refusal(std::string((std::size_t{1} << 20) + 1, '\n')), Reason::too_large);
}

TEST(Pem, EveryCutOfTheDerIsMalformed) {
  for (const auto& key : sample_keys()) {
    const auto der = key.to_pkcs8();
    const auto step = std::max<std::size_t>(1, der.size() / 100);
    for (std::size_t size = 0; size < der.size(); size += step) {
      auto cut = der.clone();
      cut.truncate(size);
      const auto read = PrivateKey::from_pkcs8(cut);
      ASSERT_FALSE(read) << size;
      ASSERT_EQ(read.error().reason, Reason::malformed);
    }
    base::SecretBuilder longer;
    longer.append(der).append(std::string_view("x"));
    EXPECT_EQ(PrivateKey::from_pkcs8(longer.take()).error().reason, Reason::malformed);
  }
}

TEST(Pem, OtherCurvesAndKindsAreRefusedByName) {
  for (const auto pem : {kBrainpool, kP224, kDiffieHellman}) EXPECT_EQ(refusal(pem), Reason::bad_value);
}

TEST(Pem, KeysOfOpenSslAreReadAsTheirKind) {
  for (const auto& [pem, kind] :
       {std::pair{kP384, KeyKind::ec_p384}, {kX25519, KeyKind::x25519}, {kEd448, KeyKind::ed448}}) {
    const auto key = PrivateKey::from_pem(secret(pem));
    ASSERT_TRUE(key) << key.error().what;
    EXPECT_EQ(key->kind(), kind);
  }
}

TEST(Pem, EveryFormInDerIsToldApartAndReadAgain) {
  for (const auto& key : sample_keys()) {
    SCOPED_TRACE(describe(key.kind()));
    EXPECT_EQ(PrivateKey::from_der(key.to_pkcs8())->public_key(), key.public_key());
    EXPECT_EQ(PublicKey::from_der(key.public_key().to_spki()).value(), key.public_key());
    EXPECT_EQ(PrivateKey::from_der(secret(key.public_key().to_spki())).error().reason, Reason::bad_value);
    EXPECT_FALSE(key.to_pkcs8().reveal(PublicKey::from_der));
    const auto older = key.to_traditional();
    const bool has_older = key.kind() == KeyKind::rsa || describe(key.kind()).starts_with("EC ");
    ASSERT_EQ(older.has_value(), has_older);
    ASSERT_EQ(key.public_key().to_pkcs1().has_value(), key.kind() == KeyKind::rsa);
    if (!has_older) continue;
    EXPECT_EQ(PrivateKey::from_der(*older)->public_key(), key.public_key());
    EXPECT_TRUE(same(PrivateKey::from_pem(key.to_traditional_pem().value())->components(), key.components()));
    if (key.kind() == KeyKind::rsa) {
      EXPECT_EQ(PublicKey::from_der(key.public_key().to_pkcs1().value()).value(), key.public_key());
    }
  }
}

TEST(Pem, TheOlderFormsAreWhatOpenSslWrites) {
  const auto ec = PrivateKey::from_pem(secret(kEcTraditional)).value();
  EXPECT_EQ(text_of(ec.to_traditional_pem().value()), kEcTraditional);
  const auto rsa = PrivateKey::from_pem(secret(kRsaTraditional)).value();
  EXPECT_EQ(text_of(rsa.to_traditional_pem().value()), kRsaTraditional);
}

TEST(Pem, EncryptedDerIsRefusedByName) {
  const std::string text(kEncrypted);
  const auto body = text.substr(text.find('\n') + 1, text.find("-----END") - text.find('\n') - 1);
  std::string base64;
  std::ranges::copy_if(body, std::back_inserter(base64), [](char c) { return c != '\n'; });
  const auto key = PrivateKey::from_der(secret(base::base64_decode(base64).value()));
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().reason, Reason::bad_value);
  EXPECT_NE(key.error().what.find("encrypted"), std::string::npos);
}

TEST(Pem, Cve20200601ExplicitCurvesAreRefused) {
  const auto key = PrivateKey::from_pem(secret(kExplicitCurve));
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().reason, Reason::bad_value);
  EXPECT_NE(key.error().what.find("spells its curve out"), std::string::npos);
}

TEST(Pem, Rfc8410Section103PublicKeyInPkcs8IsRead) {
  const auto key = PrivateKey::from_pem(secret(kEd25519V2));
  ASSERT_TRUE(key) << key.error().what;
  EXPECT_EQ(key->public_key(), PublicKey::from_pem(kEd25519Public).value());
  // Its last byte is the public key's last: another one does not belong to the private key.
  std::string changed(kEd25519V2);
  changed.replace(changed.find("ZuE="), 4, "ZuI=");
  EXPECT_EQ(refusal(changed), Reason::bad_value);
}

TEST(Pem, WrittenLinesHave64Characters) {
  const auto pem = text_of(rsa_2048().to_pem());
  EXPECT_TRUE(pem.starts_with("-----BEGIN PRIVATE KEY-----\n"));
  EXPECT_TRUE(pem.ends_with("\n-----END PRIVATE KEY-----\n"));
  EXPECT_EQ(pem.find('\n', 28), 28U + 64U);
}

}  // namespace
}  // namespace jwtkeep::crypto
