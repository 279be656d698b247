#!/usr/bin/env python3
"""Tokens and keys with jwcrypto in both directions; tests/peers/README.md says how it is called."""

import json
import sys
from pathlib import Path

from jwcrypto import jwk, jws

CLAIMS = {"sub": "bob", "exp": 1800001800, "iat": 1799998200, "text": "\u00fc\u20ac\U0001f511"}


def read(token, key, alg):
    taken = jws.JWS()
    taken.allowed_algs = [alg]
    taken.deserialize(token)
    taken.verify(key)
    return json.loads(taken.payload)


def verify(entry):
    alg, token = entry["alg"], entry["token"]
    keys = [jwk.JWK(**entry["jwk"])] + ([jwk.JWK.from_pem(entry["pem"].encode())] if "pem" in entry else [])
    for key in keys:
        claims = read(token, key, alg)
        assert claims["sub"] == "alice" and claims["text"] == "\u00fc\u20ac\U0001f511\"\\\n", claims
        try:
            read(token[:-8] + "AAAAAAAA", key, alg)
        except jws.InvalidJWSSignature:
            continue
        raise SystemExit(f"jwcrypto took a changed {alg} token")


def make(alg, key):
    token = jws.JWS(json.dumps(CLAIMS))
    token.allowed_algs = [alg]
    token.add_signature(key, None, json.dumps({"alg": alg, "kid": "theirs"}), None)
    entry = {"alg": alg, "token": token.serialize(compact=True)}
    if key["kty"] == "oct":
        entry["jwk"] = key.export(as_dict=True)
        return entry
    entry["jwk"] = key.export_public(as_dict=True)
    entry["private_jwk"] = key.export_private(as_dict=True)
    entry["pem"] = key.export_to_pem().decode()
    entry["pkcs8"] = key.export_to_pem(private_key=True, password=None).decode()
    return entry


def main(folder):
    for entry in json.loads((folder / "ours.json").read_text()):
        verify(entry)
    rsa_key = jwk.JWK.generate(kty="RSA", size=2048)
    made = [make(alg, jwk.JWK.generate(kty="oct", size=512)) for alg in ("HS256", "HS384", "HS512")]
    made += [make(alg, rsa_key) for alg in ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512")]
    made += [make(alg, jwk.JWK.generate(kty="EC", crv=curve)) for alg, curve in
             (("ES256", "P-256"), ("ES384", "P-384"), ("ES512", "P-521"), ("ES256K", "secp256k1"))]
    made += [make("EdDSA", jwk.JWK.generate(kty="OKP", crv=curve)) for curve in ("Ed25519", "Ed448")]
    (folder / "theirs.json").write_text(json.dumps(made))


main(Path(sys.argv[1]))
