#!/usr/bin/env python3
"""Tokens and keys with PyJWT in both directions; tests/peers/README.md says how it is called."""

import json
import secrets
import sys
from pathlib import Path

import jwt
from cryptography.hazmat.primitives import serialization as s
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa

CLAIMS = {"sub": "bob", "exp": 1800001800, "iat": 1799998200, "text": "\u00fc\u20ac\U0001f511"}
TIMELESS = {"verify_exp": False, "verify_iat": False}


def verify(entry):
    alg, token = entry["alg"], entry["token"]
    keys = [jwt.PyJWK(entry["jwk"], alg).key] + ([entry["pem"]] if "pem" in entry else [])
    for key in keys:
        claims = jwt.decode(token, key, algorithms=[alg], options=TIMELESS)
        assert claims["sub"] == "alice" and claims["text"] == "\u00fc\u20ac\U0001f511\"\\\n", claims
        try:
            jwt.decode(token[:-8] + "AAAAAAAA", key, algorithms=[alg], options=TIMELESS)
        except jwt.InvalidSignatureError:
            continue
        raise SystemExit(f"PyJWT took a changed {alg} token")
    assert jwt.get_unverified_header(token) == {"alg": alg, "kid": "sample", "typ": "JWT"}


def pem(key, form):
    return key.private_bytes(s.Encoding.PEM, form, s.NoEncryption()).decode()


def make(alg, key):
    entry = {"alg": alg, "token": jwt.encode(CLAIMS, key, algorithm=alg, headers={"kid": "theirs"})}
    if isinstance(key, bytes):
        entry["jwk"] = {"kty": "oct", "k": jwt.utils.base64url_encode(key).decode()}
        return entry
    entry["pem"] = key.public_key().public_bytes(s.Encoding.PEM, s.PublicFormat.SubjectPublicKeyInfo).decode()
    entry["pkcs8"] = pem(key, s.PrivateFormat.PKCS8)
    if not isinstance(key, (ed25519.Ed25519PrivateKey, ed448.Ed448PrivateKey)):
        entry["traditional"] = pem(key, s.PrivateFormat.TraditionalOpenSSL)
    return entry


def main(folder):
    for entry in json.loads((folder / "ours.json").read_text()):
        verify(entry)
    rsa_key = rsa.generate_private_key(65537, 2048)
    made = [make(alg, secrets.token_bytes(64)) for alg in ("HS256", "HS384", "HS512")]
    made += [make(alg, rsa_key) for alg in ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512")]
    made += [make(alg, ec.generate_private_key(curve)) for alg, curve in
             (("ES256", ec.SECP256R1()), ("ES384", ec.SECP384R1()), ("ES512", ec.SECP521R1()), ("ES256K", ec.SECP256K1()))]
    made += [make("EdDSA", ed25519.Ed25519PrivateKey.generate()), make("EdDSA", ed448.Ed448PrivateKey.generate())]
    (folder / "theirs.json").write_text(json.dumps(made))


main(Path(sys.argv[1]))
