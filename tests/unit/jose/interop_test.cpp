// Tokens and keys to and from PyJWT, another implementation, in both directions.
#include <gtest/gtest.h>

#include <cstdlib>

#include "peer_scratch.hpp"
#include "sample.hpp"

namespace jwtkeep::jose {
namespace {

bool has_pyjwt() {
  return std::system("/usr/bin/python3 -c 'import jwt, cryptography; assert jwt.__version__ >= \"2\"' 2>/dev/null") ==
         0;
}

/// PyJWT does not know the names of RFC 9864 yet.
constexpr Alg kPyJwtAlgs[] = {Alg::HS256, Alg::HS384, Alg::HS512, Alg::RS256, Alg::RS384, Alg::RS512,  Alg::PS256,
                              Alg::PS384, Alg::PS512, Alg::ES256, Alg::ES384, Alg::ES512, Alg::ES256K, Alg::EdDSA};

// What signs and what verifies, as PyJWT takes them: the raw secret, or PEM and JWK.
constexpr std::string_view kReadsOurs = R"(
import json, jwt
for alg in ["HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512",
            "ES256K", "EdDSA"]:
    key = open(alg + ".verify", "rb").read()
    token = open(alg + ".token").read()
    claims = jwt.decode(token, key, algorithms=[alg], options={"verify_exp": False, "verify_iat": False})
    assert claims["sub"] == "alice" and claims["text"] == "\u00fc\u20ac\U0001f511\"\\\n", claims
    assert jwt.get_unverified_header(token) == {"alg": alg, "kid": "sample", "typ": "JWT"}
    jwk = jwt.PyJWK(json.load(open(alg + ".jwk")), alg)
    jwt.decode(token, jwk.key, algorithms=[alg], options={"verify_exp": False, "verify_iat": False})
    try:
        jwt.decode(token[:-8] + "AAAAAAAA", key, algorithms=[alg], options={"verify_exp": False, "verify_iat": False})
    except jwt.InvalidSignatureError:
        continue
    raise SystemExit("PyJWT took a changed token")
)";

constexpr std::string_view kMakesTheirs = R"(
import jwt, secrets
from cryptography.hazmat.primitives import serialization as s
from cryptography.hazmat.primitives.asymmetric import rsa, ec, ed25519
def pem(key, form):
    return key.private_bytes(s.Encoding.PEM, form, s.NoEncryption())
made = {
    "ES256": (ec.generate_private_key(ec.SECP256R1()), s.PrivateFormat.TraditionalOpenSSL),
    "ES384": (ec.generate_private_key(ec.SECP384R1()), s.PrivateFormat.TraditionalOpenSSL),
    "ES512": (ec.generate_private_key(ec.SECP521R1()), s.PrivateFormat.TraditionalOpenSSL),
    "ES256K": (ec.generate_private_key(ec.SECP256K1()), s.PrivateFormat.TraditionalOpenSSL),
    "EdDSA": (ed25519.Ed25519PrivateKey.generate(), s.PrivateFormat.PKCS8),
}
for alg in ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"]:
    made[alg] = (rsa.generate_private_key(65537, 2048), s.PrivateFormat.TraditionalOpenSSL)
claims = {"sub": "bob", "exp": 1800001800, "iat": 1799998200, "text": "\u00fc\u20ac\U0001f511"}
for alg in ["HS256", "HS384", "HS512"]:
    key = secrets.token_bytes(64)
    open(alg + ".key", "wb").write(key)
    open(alg + ".token", "w").write(jwt.encode(claims, key, algorithm=alg, headers={"kid": "theirs"}))
for alg, (key, form) in made.items():
    open(alg + ".key", "wb").write(pem(key, form))
    open(alg + ".pkcs8", "wb").write(pem(key, s.PrivateFormat.PKCS8))
    public = key.public_key().public_bytes(s.Encoding.PEM, s.PublicFormat.SubjectPublicKeyInfo)
    open(alg + ".pub", "wb").write(public)
    open(alg + ".token", "w").write(jwt.encode(claims, key, algorithm=alg, headers={"kid": "theirs"}))
)";

TEST(Interop, PyJwtTakesOurTokensAndKeys) {
  if (!has_pyjwt()) GTEST_SKIP() << kPython << " has no PyJWT with cryptography (python3-jwt)";
  const Scratch scratch;
  auto ours = claims();
  ours.set("text", "\u00fc\u20ac\U0001f511\"\\\n");
  for (const auto alg : kPyJwtAlgs) {
    const auto& key = sample_key(alg);
    const std::string file(name(alg));
    scratch.write((file + ".token").c_str(), sign_jwt(key, ours).value());
    const auto verify = key.verify_key();
    scratch.write((file + ".verify").c_str(),
                  verify.is_public() ? verify.public_key()->to_pem() : shown(*key.secret()));
    const auto jwk = verify.is_public() ? base::write_json(public_jwk(verify).value())
                                        : shown(base::write_with_secrets(secret_jwk(verify).value(), false));
    scratch.write((file + ".jwk").c_str(), jwk);
  }
  EXPECT_TRUE(scratch.python(kReadsOurs));
}

TEST(Interop, WeTakePyJwtsTokensAndKeys) {
  if (!has_pyjwt()) GTEST_SKIP() << kPython << " has no PyJWT with cryptography (python3-jwt)";
  const Scratch scratch;
  ASSERT_TRUE(scratch.python(kMakesTheirs));
  for (const auto alg : kPyJwtAlgs) {
    SCOPED_TRACE(name(alg));
    const std::string file(name(alg));
    const auto token = scratch.read((file + ".token").c_str());
    const auto text = secret(scratch.read((file + ".key").c_str()));
    if (is_symmetric(alg)) {
      EXPECT_EQ(refusal(token, VerifyKey::make("theirs", alg, text.clone()).value()), "none");
      continue;
    }
    const auto pub = crypto::PublicKey::from_pem(scratch.read((file + ".pub").c_str()));
    ASSERT_TRUE(pub) << pub.error().what;
    EXPECT_EQ(refusal(token, VerifyKey::make("theirs", alg, *pub).value()), "none");
    const auto pkcs8 = scratch.read((file + ".pkcs8").c_str());
    const auto pair = crypto::PrivateKey::from_pem(text);
    ASSERT_TRUE(pair) << pair.error().what;
    EXPECT_EQ(pair->public_key(), *pub);
    EXPECT_EQ(shown(pair->to_pem()), pkcs8);  // the same DER, byte for byte
    EXPECT_EQ(pub->to_pem(), scratch.read((file + ".pub").c_str()));
  }
}

}  // namespace
}  // namespace jwtkeep::jose
