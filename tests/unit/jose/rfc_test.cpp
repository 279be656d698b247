// The examples of the RFCs, each under its section.
#include <gtest/gtest.h>

#include "jwtkeep/jose/jwe_jwk.hpp"
#include "jwtkeep/jose/thumbprint.hpp"
#include "sample.hpp"

namespace jwtkeep::jose {
namespace {

constexpr std::string_view kPayload =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

constexpr std::string_view kHmacJwk =
    R"({"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"})";

constexpr std::string_view kRsaJwk =
    R"({"kty":"RSA","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ","e":"AQAB","d":"Eq5xpGnNCivDflJsRQBXHx1hdR1k6Ulwe2JZD50LpXyWPEAeP88vLNO97IjlA7_GQ5sLKMgvfTeXZx9SE-7YwVol2NXOoAJe46sui395IW_GO-pWJ1O0BkTGoVEn2bKVRUCgu-GjBVaYLU6f3l9kJfFNS3E0QbVdxzubSu3Mkqzjkn439X0M_V51gfpRLI9JYanrC4D4qAdGcopV_0ZHHzQlBjudU2QvXt4ehNYTCBr6XCLQUShb1juUO1ZdiYoFaFQT5Tw8bGUl_x_jTj3ccPDVZFD9pIuhLhBOneufuBiB4cS98l2SR_RQyGWSeWjnczT0QU91p1DhOVRuOopznQ"})";

constexpr std::string_view kEcJwk =
    R"({"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"})";

constexpr std::string_view kOkpJwk =
    R"({"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})";

constexpr std::string_view kRsaPublicJwk =
    R"({"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"})";

void expect_holds(std::string_view token, std::string_view jwk, Alg alg) {
  const auto parsed = UnverifiedToken::parse(token);
  ASSERT_TRUE(parsed) << parsed.error().what;
  const auto read = parse_jwk(secret(jwk));
  ASSERT_TRUE(read) << read.error().what;
  const auto key = verify_key(*read, alg);
  ASSERT_TRUE(key) << key.error().what;
  // The examples' keys have no kid, so that the thumbprint stands in; the tokens name none.
  const auto held = verify_signature(*parsed, *key);
  EXPECT_TRUE(held) << held.error().what;
  EXPECT_EQ(base::as_text(parsed->untrusted_payload()).substr(0, 12), R"({"iss":"joe")");
}

TEST(Rfc7515, AppendixA1Hs256) {
  expect_holds("eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9." + std::string(kPayload) +
                   ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
               kHmacJwk, Alg::HS256);
}

constexpr std::string_view kRs256Signature =
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t"
    "1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12j"
    "zDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQ"
    "Ge77Rw";

TEST(Rfc7515, AppendixA2Rs256) {
  const auto token = "eyJhbGciOiJSUzI1NiJ9." + std::string(kPayload) + "." + std::string(kRs256Signature);
  expect_holds(token, kRsaJwk, Alg::RS256);
  // RSASSA-PKCS1-v1_5 is deterministic: the same key makes the same token.
  const auto jwk = parse_jwk(secret(kRsaJwk)).value();
  const auto key = SigningKey::make("", Alg::RS256, std::get<crypto::PrivateKey>(jwk.material)).value();
  EXPECT_EQ(sign_compact(key, {}, base::base64url_decode(kPayload).value()).value(), token);
}

TEST(Rfc7515, AppendixA3Es256) {
  expect_holds("eyJhbGciOiJFUzI1NiJ9." + std::string(kPayload) +
                   ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
               kEcJwk, Alg::ES256);
}

TEST(Rfc7515, AppendixA5UnsecuredIsRefusedByEveryKey) {
  const auto token = "eyJhbGciOiJub25lIn0." + std::string(kPayload) + ".";
  for (const auto alg : kEveryAlg) EXPECT_EQ(refusal(token, sample_key(alg).verify_key()), "alg_not_allowed");
}

TEST(Rfc7517, AppendixA1PublicKeys) {
  const auto set = parse_jwks(
      R"({"keys":[{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM","use":"enc","kid":"1"},)" +
      std::string(kRsaPublicJwk) + "]}");
  ASSERT_TRUE(set) << set.error().what;
  ASSERT_EQ(set->keys.size(), 2U);
  EXPECT_TRUE(set->skipped.empty());
  EXPECT_EQ(set->keys[1].kid, "2011-04-29");
  EXPECT_EQ(set->keys[1].alg, Alg::RS256);
  EXPECT_TRUE(set->keys[1].is_public());
  // The first is for encryption alone.
  EXPECT_EQ(set->keys[0].kid, "1");
  EXPECT_EQ(verify_key(set->keys[0]).error().reason, base::Reason::key_mismatch);
  EXPECT_TRUE(encryption_key(set->keys[0]));
  EXPECT_EQ(encryption_key(set->keys[1]).error().reason, base::Reason::alg_not_allowed);
}

TEST(Rfc7517, AppendixA2PrivateKeys) {
  auto rsa = std::string(kRsaPublicJwk);
  rsa.insert(
      rsa.find(R"("alg")"),
      R"("d":"X4cTteJY_gn4FYPsXB8rdXix5vwsg1FLN5E3EaG6RJoVH-HLLKD9M7dx5oo7GURknchnrRweUkC7hT5fJLM0WbFAKNLWY2vv7B6NqXSzUvxT0_YSfqijwp3RTzlBaCxWp4doFk5N2o8Gy_nHNKroADIkJ46pRUohsXywbReAdYaMwFs9tv8d_cPVY3i07a3t8MN6TNwm0dSawm9v47UiCl3Sk5ZiG7xojPLu4sbg1U2jx4IBTNBznbJSzFHK66jT8bgkuqsk0GjskDJk19Z4qwjwbsnn4j2WBii3RL-Us2lGVkY8fkFzme1z0HbIkfz0Y6mqnOYtqc0X4jfcKoAC8Q",)");
  const auto key = parse_jwk(secret(rsa));
  ASSERT_TRUE(key) << key.error().what;
  const auto numbers = std::get<crypto::RsaPrivate>(std::get<crypto::PrivateKey>(key->material).components());
  EXPECT_EQ(base::base64url_encode_secret(numbers.p),
            secret("83i-7IvMGXoMXCskv73TKr8637FiO7Z27zv8oj6pbWUQyLPQBQxtPVnwD20R-60eTDmD2ujnMt5PoqMrm8RfmNhVWDtjjMmCMj"
                   "OpSXicFHj7XOuVIYQyqVWlWEh6dN36GVZYk93N8Bc9vY41xy8B9RzzOGVQzXvNEvn7O0nVbfs"));
  const auto ec = parse_jwk(secret(
      R"({"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM","d":"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE","kid":"1"})"));
  ASSERT_TRUE(ec) << ec.error().what;
  EXPECT_TRUE(signing_key(*ec));
}

TEST(Rfc7517, AppendixA3SymmetricKeys) {
  const auto wrap = parse_jwk(secret(R"({"kty":"oct","alg":"A128KW","k":"GawgguFyGrWKav7AX4VKUg"})"));
  ASSERT_TRUE(wrap) << wrap.error().what;
  EXPECT_EQ(verify_key(*wrap).error().reason, base::Reason::alg_not_allowed);
  EXPECT_EQ(decryption_key(*wrap)->alg(), JweAlg::A128KW);
  const auto mac = parse_jwk(secret(
      R"({"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow","kid":"HMAC key used in JWS spec Appendix A.1 example"})"));
  ASSERT_TRUE(mac) << mac.error().what;
  EXPECT_EQ(verify_key(*mac).error().reason, base::Reason::alg_not_allowed);
  EXPECT_TRUE(verify_key(*mac, Alg::HS512));
}

// A key with its certificate, which nobody asks: the key is what stands beside it.
TEST(Rfc7517, AppendixBX509CertificateChain) {
  constexpr std::string_view kKey =
      R"({"kty":"RSA","use":"sig","kid":"1b94c","n":"vrjOfz9Ccdgx5nQudyhdoR17V-IubWMeOZCwX_jj0hgAsz2J_pqYW08PLbK_PdiVGKPrqzmDIsLI7sA25VEnHU1uCLNwBuUiCO11_-7dYbsr4iJmG0Qu2j8DsVyT1azpJC_NG84Ty5KKthuCaPod7iI7w0LK9orSMhBEwwZDCxTWq4aYWAchc8t-emd9qOvWtVMDC2BXksRngh6X5bUYLy6AyHKvj-nUy1wgzjYQDwHMTplCoLtU-o-8SNnZ1tmRoGE9uJkBLdh5gFENabWnU5m1ZqZPdwS-qo-meMvVfJb6jJVWRpl2SUtCnYG2C32qvbWbjZ_jBPD5eunqsIo1vQ","e":"AQAB")";
  constexpr std::string_view kChain =
      R"(,"x5c":["MIIDQjCCAiqgAwIBAgIGATz/FuLiMA0GCSqGSIb3DQEBBQUAMGIxCzAJBgNVBAYTAlVTMQswCQYDVQQIEwJDTzEPMA0GA1UEBxMGRGVudmVyMRwwGgYDVQQKExNQaW5nIElkZW50aXR5IENvcnAuMRcwFQYDVQQDEw5CcmlhbiBDYW1wYmVsbDAeFw0xMzAyMjEyMzI5MTVaFw0xODA4MTQyMjI5MTVaMGIxCzAJBgNVBAYTAlVTMQswCQYDVQQIEwJDTzEPMA0GA1UEBxMGRGVudmVyMRwwGgYDVQQKExNQaW5nIElkZW50aXR5IENvcnAuMRcwFQYDVQQDEw5CcmlhbiBDYW1wYmVsbDCCASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBAL64zn8/QnHYMeZ0LncoXaEde1fiLm1jHjmQsF/449IYALM9if6amFtPDy2yvz3YlRij66s5gyLCyO7ANuVRJx1NbgizcAblIgjtdf/u3WG7K+IiZhtELto/A7Fck9Ws6SQvzRvOE8uSirYbgmj6He4iO8NCyvaK0jIQRMMGQwsU1quGmFgHIXPLfnpnfajr1rVTAwtgV5LEZ4Iel+W1GC8ugMhyr4/p1MtcIM42EA8BzE6ZQqC7VPqPvEjZ2dbZkaBhPbiZAS3YeYBRDWm1p1OZtWamT3cEvqqPpnjL1XyW+oyVVkaZdklLQp2Btgt9qr21m42f4wTw+Xrp6rCKNb0CAwEAATANBgkqhkiG9w0BAQUFAAOCAQEAh8zGlfSlcI0o3rYDPBB07aXNswb4ECNIKG0CETTUxmXl9KUL+9gGlqCz5iWLOgWsnrcKcY0vXPG9J1r9AqBNTqNgHq2G03X09266X5CpOe1zFo+Owb1zxtp3PehFdfQJ610CDLEaS9V9Rqp17hCyybEpOGVwe8fnk+fbEL2Bo3UPGrpsHzUoaGpDftmWssZkhpBJKVMJyf/RuP2SmmaIzmnw9JiSlYhzo4tpzd5rFXhjRbg4zW9C+2qok+2+qDM1iJ684gPHMIY8aLWrdgQTxkumGmTqgawR+N5MDtdPTEQ0XfIBc2cJEUyMTY5MPvACWpkA6SdS4xSvdXK3IVfOWA=="]})";
  const auto jwk = parse_jwk(std::string(kKey) + std::string(kChain));
  ASSERT_TRUE(jwk) << jwk.error().what;
  EXPECT_EQ(jwk->kid, "1b94c");
  EXPECT_EQ(std::get<crypto::PublicKey>(jwk->material),
            std::get<crypto::PublicKey>(parse_jwk(std::string(kKey) + "}").value().material));
  EXPECT_TRUE(verify_key(*jwk, Alg::RS256));
  EXPECT_EQ(encryption_key(*jwk, JweAlg::RSA_OAEP).error().reason, base::Reason::key_mismatch);  // "use"
}

TEST(Rfc7638, Section31Thumbprint) {
  EXPECT_EQ(thumbprint(parse_jwk(kRsaPublicJwk).value()), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
}

TEST(Rfc8037, AppendixA1ToA3KeysAndThumbprint) {
  const auto jwk = parse_jwk(secret(kOkpJwk));
  ASSERT_TRUE(jwk) << jwk.error().what;
  EXPECT_EQ(thumbprint(*jwk), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
  const auto pub =
      parse_jwk(R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})").value();
  EXPECT_EQ(std::get<crypto::PrivateKey>(jwk->material).public_key(), std::get<crypto::PublicKey>(pub.material));
  EXPECT_EQ(thumbprint(pub), thumbprint(*jwk));
}

TEST(Rfc8037, AppendixA4AndA5Signature) {
  const auto jwk = parse_jwk(secret(kOkpJwk)).value();
  const auto key = SigningKey::make("", Alg::EdDSA, std::get<crypto::PrivateKey>(jwk.material)).value();
  const auto token = sign_compact(key, {}, base::as_bytes("Example of Ed25519 signing")).value();
  EXPECT_EQ(token,
            "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhi"
            "jcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");
  EXPECT_TRUE(verify_signature(UnverifiedToken::parse(token).value(), key.verify_key()));
}

}  // namespace
}  // namespace jwtkeep::jose
