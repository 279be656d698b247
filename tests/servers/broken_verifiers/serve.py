#!/usr/bin/env python3
"""Services whose verifiers are broken in exactly one way each, one a path, and sound ones beside them.

    serve.py CONFIG    prints its port, and ends with its standard input

CONFIG is JSON: `secret` (HMAC, text), `rsa` and `ec` (public keys, PEM), `decrypt` (RSA private key, PEM), `strange` (kid to
secret in hex of keys that must not be trusted any more). Tokens come as `Authorization: Bearer`; the answer is 200 or 401.
Every flaw is the real thing: a file is opened, a query is asked, a URL is fetched.
"""

import base64
import binascii
import hashlib
import hmac
import json
import re
import sqlite3
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

ISSUER, AUDIENCE = "https://issuer.example", "orders"
BASE64URL = re.compile(r"[A-Za-z0-9_-]+")


class Refused(Exception):
    pass


def need(held):
    if not held:
        raise Refused


def strict_decode(text):
    need(BASE64URL.fullmatch(text))
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    need(base64.urlsafe_b64encode(data).rstrip(b"=").decode() == text)
    return data


def lenient_decode(text):
    text = re.sub(r"[^A-Za-z0-9_-]", "", text.replace("+", "-").replace("/", "_"))
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def once_each(pairs):
    need(len({name for name, _ in pairs}) == len(pairs))
    return dict(pairs)


def first_of_each(pairs):
    return dict(reversed(pairs))


def hmac_holds(secret, message, signature):
    return hmac.compare_digest(hmac.new(secret, message, hashlib.sha256).digest(), signature)


def rsa_holds(key, message, signature):
    try:
        key.verify(signature, message, padding.PKCS1v15(), hashes.SHA256())
        return True
    except InvalidSignature:
        return False


def ec_holds(key, message, signature):
    if len(signature) != 64:
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    try:
        key.verify(utils.encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256()))
        return True
    except InvalidSignature:
        return False


class Sound:
    """Everything as the RFCs ask for it. A flaw overrides one step."""

    alg = "HS256"
    leeway = 30

    def __init__(self, config):
        self.config = config
        self.secret = config["secret"].encode()
        self.rsa_pem, self.ec_pem = config["rsa"], config["ec"]
        self.rsa = serialization.load_pem_public_key(self.rsa_pem.encode())
        self.ec = serialization.load_pem_public_key(self.ec_pem.encode())

    def verify(self, token):
        head, body, signature = self.split(token)
        header = self.read_header(strict_decode(head))
        self.check_header(header)
        message = f"{head}.{body}".encode()
        need(self.holds(header, message, self.decode_signature(signature)))
        self.check_claims(self.read_claims(strict_decode(body)))

    def split(self, token):
        parts = token.split(".")
        need(len(parts) == 3)
        return parts

    def decode_signature(self, text):
        return strict_decode(text)

    def read_header(self, data):
        return self.read(data, once_each)

    def read_claims(self, data):
        return self.read(data, once_each)

    def read(self, data, hook):
        value = json.loads(data, object_pairs_hook=hook)
        need(isinstance(value, dict))
        return value

    def check_header(self, header):
        need("crit" not in header)

    def holds(self, header, message, signature):
        need(header.get("alg") == self.alg)
        if self.alg == "RS256":
            return rsa_holds(self.rsa, message, signature)
        if self.alg == "ES256":
            return ec_holds(self.ec, message, signature)
        return hmac_holds(self.secret, message, signature)

    def check_claims(self, claims):
        for check in (self.check_exp, self.check_nbf, self.check_iat, self.check_issuer, self.check_audience):
            check(claims)

    def check_exp(self, claims):
        need(claims["exp"] > time.time() - self.leeway)

    def check_nbf(self, claims):
        need(claims.get("nbf", 0) <= time.time() + self.leeway)

    def check_iat(self, claims):
        need(claims.get("iat", 0) <= time.time() + self.leeway)

    def check_issuer(self, claims):
        need(claims.get("iss") == ISSUER)

    def check_audience(self, claims):
        audience = claims.get("aud")
        need(audience == AUDIENCE or (isinstance(audience, list) and AUDIENCE in audience))


class SoundRsa(Sound):
    alg = "RS256"


class SoundEc(Sound):
    alg = "ES256"


class NoneTaken(SoundRsa):
    def decode_signature(self, text):
        return strict_decode(text) if text else b""

    def holds(self, header, message, signature):
        return header.get("alg", "").lower() == "none" or super().holds(header, message, signature)


class Stripped(SoundRsa):
    def decode_signature(self, text):
        return strict_decode(text) if text else None

    def holds(self, header, message, signature):
        need(header.get("alg") == self.alg)
        return signature is None or super().holds(header, message, signature)


class Psychic(SoundEc):
    """As Java 15 to 18: r = s = 0 makes both sides of the equation zero."""

    def holds(self, header, message, signature):
        return (header.get("alg") == "ES256" and signature == bytes(64)) or super().holds(header, message, signature)


class Confusion(SoundRsa):
    def holds(self, header, message, signature):
        if header.get("alg") == "HS256":
            return hmac_holds(self.rsa_pem.encode(), message, signature)
        return super().holds(header, message, signature)


class ConfusionWithoutNewline(SoundRsa):
    def holds(self, header, message, signature):
        if header.get("alg") == "HS256":
            return hmac_holds(self.rsa_pem.strip().encode(), message, signature)
        return super().holds(header, message, signature)


class ConfusionOfModulus(SoundRsa):
    def holds(self, header, message, signature):
        if header.get("alg") == "HS256":
            return hmac_holds(self.rsa.public_numbers().n.to_bytes(self.rsa.key_size // 8, "big"), message, signature)
        return super().holds(header, message, signature)


class BlankSecret(Sound):
    def holds(self, header, message, signature):
        need(header.get("kid") == "key-1")
        return hmac_holds(b"", message, signature) or super().holds(header, message, signature)


class KidTraversal(Sound):
    def __init__(self, config):
        super().__init__(config)
        self.folder = tempfile.TemporaryDirectory()
        Path(self.folder.name, "key-1").write_bytes(self.secret)

    def holds(self, header, message, signature):
        need(header.get("alg") == "HS256")
        with open(f"{self.folder.name}/{header['kid']}", "rb") as file:
            return hmac_holds(file.read(), message, signature)


class KidInjection(Sound):
    def holds(self, header, message, signature):
        need(header.get("alg") == "HS256")
        with sqlite3.connect(":memory:") as database:
            database.execute("CREATE TABLE keys (kid TEXT, secret TEXT)")
            database.execute("INSERT INTO keys VALUES ('key-1', ?)", (self.config["secret"],))
            row = database.execute(f"SELECT secret FROM keys WHERE kid = '{header['kid']}'").fetchone()
        return row is not None and hmac_holds(row[0].encode(), message, signature)


def rsa_of_jwk(jwk):
    n, e = (int.from_bytes(strict_decode(jwk[name]), "big") for name in "ne")
    return rsa.RSAPublicNumbers(e, n).public_key()


class EmbeddedJwk(SoundRsa):
    def holds(self, header, message, signature):
        if header.get("alg") == "RS256" and "jwk" in header:
            return rsa_holds(rsa_of_jwk(header["jwk"]), message, signature)
        return super().holds(header, message, signature)


class EmbeddedX5c(SoundRsa):
    def holds(self, header, message, signature):
        if header.get("alg") == "RS256" and "x5c" in header:
            certificate = x509.load_der_x509_certificate(base64.b64decode(header["x5c"][0]))
            return rsa_holds(certificate.public_key(), message, signature)
        return super().holds(header, message, signature)


def fetch(url):
    with urllib.request.urlopen(url, timeout=5) as answer:
        return answer.read()


class Jku(SoundRsa):
    def holds(self, header, message, signature):
        if header.get("alg") == "RS256" and "jku" in header:
            keys = {key["kid"]: key for key in json.loads(fetch(header["jku"]))["keys"]}
            return rsa_holds(rsa_of_jwk(keys[header["kid"]]), message, signature)
        return super().holds(header, message, signature)


class JkuFetched(SoundRsa):
    """Asks for the key set, and then does not trust it."""

    def check_header(self, header):
        if "jku" in header:
            fetch(header["jku"])
        super().check_header(header)


class X5u(SoundRsa):
    def holds(self, header, message, signature):
        if header.get("alg") == "RS256" and "x5u" in header:
            certificate = x509.load_pem_x509_certificate(fetch(header["x5u"]))
            return rsa_holds(certificate.public_key(), message, signature)
        return super().holds(header, message, signature)


class Expired(Sound):
    def check_exp(self, claims):
        pass


class NotYetValid(Sound):
    def check_nbf(self, claims):
        pass


class FutureIat(Sound):
    def check_iat(self, claims):
        pass


class WrongAudience(Sound):
    def check_audience(self, claims):
        pass


class AudiencePrefix(Sound):
    def check_audience(self, claims):
        need(str(claims.get("aud", "")).startswith(AUDIENCE))


class WrongIssuer(Sound):
    def check_issuer(self, claims):
        pass


class IssuerWithin(Sound):
    """As PyJWT 2.10.0 (CVE-2024-53861): `in` on a text finds pieces of it."""

    def check_issuer(self, claims):
        need(claims["iss"] in ISSUER)


class StrangeKeys(Sound):
    """Still knows keys that it should not."""

    def holds(self, header, message, signature):
        other = self.config["strange"].get(header.get("kid"))
        if other is not None:
            return hmac_holds(bytes.fromhex(other), message, signature)
        return super().holds(header, message, signature)


class FirstClaim(Sound):
    def read_claims(self, data):
        return self.read(data, first_of_each)


class FirstHeader(Sound):
    def read_header(self, data):
        return self.read(data, first_of_each)


class NoCrit(Sound):
    def check_header(self, header):
        pass


class Lenient(Sound):
    def split(self, token):
        return token.split(".")[:3]

    def decode_signature(self, text):
        return lenient_decode(text)


class Quadratic(Sound):
    def split(self, token):
        parts = []
        for part in token.split("."):
            parts = parts + [part]  # a copy each time
        need(len(parts) == 3)
        return parts


class Pbes2(Sound):
    """Takes password-encrypted tokens too, with as many iterations as they ask for."""

    def verify(self, token):
        if token.count(".") != 4:
            super().verify(token)
            return
        header = self.read_header(strict_decode(token.split(".")[0]))
        if not header["alg"].startswith("PBES2-"):
            raise Refused
        name = "sha256" if "HS256" in header["alg"] else "sha512"
        salt = header["alg"].encode() + b"\0" + strict_decode(header["p2s"])
        hashlib.pbkdf2_hmac(name, self.secret, salt, header["p2c"], 16)
        raise Refused


class Zip(SoundRsa):
    """Takes encrypted tokens, compressed ones too, however large they become."""

    def verify(self, token):
        parts = token.split(".")
        if len(parts) != 5:
            super().verify(token)
            return
        key = serialization.load_pem_private_key(self.config["decrypt"].encode(), None)
        wrapped, iv, text, tag = (strict_decode(part) for part in parts[1:])
        header = self.read_header(strict_decode(parts[0]))
        need(header["alg"] == "RSA-OAEP" and header["enc"] == "A128CBC-HS256")
        try:
            cek = key.decrypt(wrapped, padding.OAEP(padding.MGF1(hashes.SHA1()), hashes.SHA1(), None))
        except ValueError as error:
            raise Refused from error
        aad = parts[0].encode()
        mac = hmac.new(cek[:16], aad + iv + text + (8 * len(aad)).to_bytes(8, "big"), hashlib.sha256).digest()
        need(hmac.compare_digest(mac[:16], tag))
        decryptor = Cipher(algorithms.AES(cek[16:]), modes.CBC(iv)).decryptor()
        plain = decryptor.update(text) + decryptor.finalize()
        plain = plain[: -plain[-1]]
        if header.get("zip") == "DEF":
            plain = zlib.decompress(plain, -15)
        self.check_claims(self.read_claims(plain))


class Unchecked(Sound):
    """Decodes, and calls that verifying."""

    def holds(self, header, message, signature):
        return True


VERIFIERS = {
    "sound-hmac": Sound, "sound-rsa": SoundRsa, "sound-ec": SoundEc, "none": NoneTaken, "stripped": Stripped,
    "psychic": Psychic, "confusion": Confusion, "confusion-without-newline": ConfusionWithoutNewline,
    "confusion-of-modulus": ConfusionOfModulus, "blank-secret": BlankSecret, "kid-traversal": KidTraversal,
    "kid-injection": KidInjection, "embedded-jwk": EmbeddedJwk, "embedded-x5c": EmbeddedX5c, "jku": Jku,
    "jku-fetched": JkuFetched, "x5u": X5u, "expired": Expired, "not-yet-valid": NotYetValid, "future-iat": FutureIat,
    "wrong-audience": WrongAudience, "audience-prefix": AudiencePrefix, "wrong-issuer": WrongIssuer,
    "issuer-within": IssuerWithin, "strange-keys": StrangeKeys, "duplicate-claims": FirstClaim,
    "duplicate-header": FirstHeader, "crit": NoCrit, "non-canonical": Lenient, "huge-token": Quadratic,
    "pbes2-bomb": Pbes2, "zip-bomb": Zip, "unchecked": Unchecked,
}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, text=b"", headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        try:
            self.end_headers()
            self.wfile.write(text)
        except ConnectionError:  # the probe has waited long enough
            self.close_connection = True

    def token(self):
        """From the Authorization header; by path also from a cookie, the query, a form or a JSON body."""
        path, _, query = self.path.partition("?")
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length).decode()
        if path.startswith("/in/"):
            place = path.split("/")[2]
            found = {"cookie": self.headers.get("Cookie", ""), "query": query, "form": body,
                     "json": body, "header": "t=" + self.headers.get("X-Token", "")}[place]
            if place == "json":
                return json.loads(body)["t"] if body else ""
            return urllib.parse.parse_qs(found).get("t", [""])[0]
        return self.headers.get("Authorization", "").removeprefix("Bearer ")

    def count(self):
        """How many requests this path has had, with this one."""
        self.server.requests[self.path] = self.server.requests.get(self.path, 0) + 1
        return self.server.requests[self.path]

    def holds(self, name):
        try:
            self.server.verifiers[name].verify(self.token())
            return True
        except (Refused, KeyError, ValueError, TypeError, AttributeError, OSError, RecursionError, sqlite3.Error,
                binascii.Error):
            return False

    def do_GET(self):
        name = self.path.partition("?")[0].strip("/").split("/")[-1]
        if name in self.server.verifiers:
            self.answer(200 if self.holds(name) else 401)
            return
        getattr(self, "rude_" + name.replace("-", "_"))()

    do_POST = do_PUT = do_GET

    def rude_open(self):
        self.answer(200)

    def rude_shut(self):
        self.answer(401)

    def rude_text(self):
        self.answer(200, b"welcome" if self.holds("sound-hmac") else b"token refused")

    def rude_redirect(self):
        if self.holds("sound-hmac"):
            self.answer(200)
        else:
            self.answer(302, headers=[("Location", "/open")])

    def rude_away(self):
        self.answer(302, headers=[("Location", "http://203.0.113.1/")])

    def rude_hang(self):
        self.server.ending.wait()

    def rude_drop(self):
        self.close_connection = True

    def rude_garbage(self):
        self.wfile.write(b"\0\xff\x1b[31m this is not HTTP\r\n\r\n")
        self.close_connection = True

    def rude_limited(self):
        """Every tenth request is one too many."""
        if self.count() % 10 == 0:
            self.answer(429, headers=[("Retry-After", "0")])
        else:
            self.answer(200 if self.holds("sound-hmac") else 401)

    def rude_limited_for_ever(self):
        self.answer(429 if self.count() > 5 else 200 if self.holds("sound-hmac") else 401,
                    headers=[("Retry-After", "0")])

    def rude_shuts_out(self):
        """After twenty requests nothing is taken any more."""
        self.answer(200 if self.count() < 20 and self.holds("sound-hmac") else 401)

    def log_message(self, *_):
        pass


def main():
    config = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.verifiers = {name: kind(config) for name, kind in VERIFIERS.items()}
    server.ending = threading.Event()
    server.requests = {}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    sys.stdin.read()
    server.ending.set()


if __name__ == "__main__":
    main()
