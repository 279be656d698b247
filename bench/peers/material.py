"""The keys and tokens that every peer is measured with, made anew for each run with the openssl command.

In one folder: `secret.bin`, `secret.jwk`; `rsa`, `ec` and `ed25519`, each as `.pem` (PKCS#8), `.pub.pem` (SPKI), `.jwk` and
`.pub.jwk`; `claims.json`, `issuer`, `audience`, `subject` and `kid` as texts; `ALG.NAME.jwt` for each algorithm and each name
of TOKENS.
"""

import base64
import hashlib
import hmac
import json
import secrets
import subprocess
import time
from pathlib import Path

ALGS = ("HS256", "RS256", "PS256", "ES256", "EdDSA")
RSA_BITS = 2048
ISSUER = "https://login.example.com"
AUDIENCE = "orders-api"
SUBJECT = "user-58213907"
KID = "2026-07-orders-prod"

# What a full verification has to refuse, beside the good one that it has to accept.
TOKENS = ("good", "tampered", "expired", "issuer", "audience")

HOSTILE_BYTES = 1 << 20


def encode(data):
    """base64url without padding (RFC 7515 section 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def claims(now):
    """Eight of them, valid for a day."""
    return {
        "iss": ISSUER,
        "sub": SUBJECT,
        "aud": AUDIENCE,
        "exp": now + 86400,
        "nbf": now - 60,
        "iat": now - 60,
        "jti": "f3b1c2d4-5e6f-4a7b-8c9d-0e1f2a3b4c5d",
        "scope": "orders:write",
    }


def compact_json(value):
    return json.dumps(value, separators=(",", ":")).encode()


def signing_input(alg, payload):
    header = {"alg": alg, "kid": KID, "typ": "JWT"}
    return f"{encode(compact_json(header))}.{encode(compact_json(payload))}"


def openssl(*arguments, data=None):
    return subprocess.run(["openssl", *map(str, arguments)], input=data, check=True, capture_output=True).stdout


class Der:
    """Reads the few DER values that keys consist of."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def next(self):
        """Tag and contents of the next value."""
        tag, size, self.at = self.data[self.at], self.data[self.at + 1], self.at + 2
        if size & 0x80:
            count = size & 0x7F
            size = int.from_bytes(self.data[self.at : self.at + count], "big")
            self.at += count
        self.at += size
        return tag, self.data[self.at - size : self.at]

    def rest(self):
        while self.at < len(self.data):
            yield self.next()[1]


def rsa_jwk(pem):
    der = openssl("pkey", "-in", pem, "-traditional", "-outform", "DER")
    numbers = [encode(each.lstrip(b"\0")) for each in Der(Der(der).next()[1]).rest()]
    return {"kty": "RSA", "alg": "RS256", "kid": KID} | dict(zip(("n", "e", "d", "p", "q", "dp", "dq", "qi"), numbers[1:]))


def ec_jwk(pem):
    der = openssl("pkey", "-in", pem, "-traditional", "-outform", "DER")
    scalar = list(Der(Der(der).next()[1]).rest())[1]
    point = openssl("pkey", "-in", pem, "-pubout", "-outform", "DER")[-64:]  # after the 4 of an uncompressed point
    members = {"x": encode(point[:32]), "y": encode(point[32:]), "d": encode(scalar)}
    return {"kty": "EC", "crv": "P-256", "alg": "ES256", "kid": KID} | members


def ed25519_jwk(pem):
    seed = openssl("pkey", "-in", pem, "-outform", "DER")[-32:]
    public = openssl("pkey", "-in", pem, "-pubout", "-outform", "DER")[-32:]
    return {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "kid": KID, "x": encode(public), "d": encode(seed)}


def write_keys(folder):
    secret = secrets.token_bytes(32)
    (folder / "secret.bin").write_bytes(secret)
    (folder / "secret.jwk").write_bytes(compact_json({"kty": "oct", "alg": "HS256", "kid": KID, "k": encode(secret)}))
    kinds = {
        "rsa": (["RSA", "-pkeyopt", f"rsa_keygen_bits:{RSA_BITS}"], rsa_jwk),
        "ec": (["EC", "-pkeyopt", "ec_paramgen_curve:P-256"], ec_jwk),
        "ed25519": (["ED25519"], ed25519_jwk),
    }
    for name, (options, to_jwk) in kinds.items():
        pem = folder / f"{name}.pem"
        openssl("genpkey", "-algorithm", *options, "-out", pem)
        (folder / f"{name}.pub.pem").write_bytes(openssl("pkey", "-in", pem, "-pubout"))
        jwk = to_jwk(pem)
        (folder / f"{name}.jwk").write_bytes(compact_json(jwk))
        public = {key: value for key, value in jwk.items() if key in ("kty", "crv", "alg", "kid", "n", "e", "x", "y")}
        (folder / f"{name}.pub.jwk").write_bytes(compact_json(public))


def raw_ecdsa(der):
    """r and s at 32 bytes each (RFC 7518 section 3.4)."""
    r, s = Der(Der(der).next()[1]).rest()
    return r.lstrip(b"\0").rjust(32, b"\0") + s.lstrip(b"\0").rjust(32, b"\0")


def signature(folder, alg, text):
    if alg == "HS256":
        return hmac.new((folder / "secret.bin").read_bytes(), text, hashlib.sha256).digest()
    if alg == "EdDSA":
        message = folder / "message"
        message.write_bytes(text)
        return openssl("pkeyutl", "-sign", "-rawin", "-inkey", folder / "ed25519.pem", "-in", message)
    if alg == "ES256":
        return raw_ecdsa(openssl("dgst", "-sha256", "-sign", folder / "ec.pem", data=text))
    # RFC 7518 section 3.5: the salt is as long as the hash.
    pss = ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest"] if alg == "PS256" else []
    return openssl("dgst", "-sha256", "-sign", folder / "rsa.pem", *pss, data=text)


def signed(folder, alg, payload):
    text = signing_input(alg, payload)
    return f"{text}.{encode(signature(folder, alg, text.encode()))}"


def tampered(token):
    """Another subject under the same signature."""
    header, payload, tag = token.split(".")
    return f"{header}.{encode(decode(payload).replace(SUBJECT.encode(), b'user-00000001'))}.{tag}"


def write_tokens(folder, now):
    good = claims(now)
    payloads = {
        "good": good,
        "expired": good | {"exp": now - 3600, "nbf": now - 7200, "iat": now - 7200},
        "issuer": good | {"iss": "https://login.example.org"},
        "audience": good | {"aud": "billing-api"},
    }
    for alg in ALGS:
        for name, payload in payloads.items():
            (folder / f"{alg}.{name}.jwt").write_text(signed(folder, alg, payload))
        (folder / f"{alg}.tampered.jwt").write_text(tampered((folder / f"{alg}.good.jwt").read_text()))


def write_hostile(folder):
    """Texts of 1 MiB, each made to be slow in another part of a parser. The names."""
    header = encode(compact_json({"alg": "HS256", "kid": KID, "typ": "JWT"}))
    size = HOSTILE_BYTES
    texts = {
        "letters": "A" * size,
        "dots": "." * size,
        "header": encode(b"[" * (size * 3 // 4)) + ".e30.AAAA",
        "members": encode(b"{" + b'"a":1,' * (size // 8) + b'"alg":"HS256"}') + ".e30.AAAA",
        "payload": f"{header}.{encode(b'[' * (size * 3 // 4))}.{'A' * 43}",
        "signature": f"{header}.e30.{'A' * size}",
    }
    for name, text in texts.items():
        (folder / f"hostile.{name}.jwt").write_text(text)
    return tuple(texts)


def write_all(folder, now=None):
    folder = Path(folder)
    now = int(time.time()) if now is None else now
    for name, text in {"issuer": ISSUER, "audience": AUDIENCE, "subject": SUBJECT, "kid": KID}.items():
        (folder / name).write_text(text)
    (folder / "claims.json").write_bytes(compact_json(claims(now)))
    write_keys(folder)
    write_tokens(folder, now)
    return write_hostile(folder)
