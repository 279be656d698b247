"""PyJWT among the peers, behind the line protocol of bench/peers/peer.py."""

import importlib.metadata
import json
import sys
import time
from pathlib import Path

import jwt
from cryptography.hazmat.backends.openssl import backend
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

STEMS = {"RS256": "rsa", "PS256": "rsa", "ES256": "ec", "EdDSA": "ed25519"}


class Engine:
    """One algorithm with its keys read."""

    def __init__(self, folder, alg):
        self.alg, self.folder = alg, folder
        self.issuer, self.audience, self.kid = ((folder / name).read_text() for name in ("issuer", "audience", "kid"))
        self.claims = json.loads((folder / "claims.json").read_text())
        stem = STEMS.get(alg)
        if stem is None:
            self.private = self.public = (folder / "secret.bin").read_bytes()
        else:
            self.private = load_pem_private_key((folder / f"{stem}.pem").read_bytes(), None)
            self.public = load_pem_public_key((folder / f"{stem}.pub.pem").read_bytes())

    def verify(self, token):
        options = {"require": ["exp", "iss", "aud"]}
        claims = jwt.decode(token, self.public, [self.alg], options, audience=self.audience, issuer=self.issuer)
        return claims["sub"]

    def sign(self):
        return jwt.encode(self.claims, self.private, self.alg, {"kid": self.kid})

    def token(self, name):
        return (self.folder / f"{self.alg}.{name}.jwt").read_text()

    def check(self, name):
        try:
            return f"accepted {self.verify(self.token(name))}"
        except jwt.PyJWTError as error:
            return f"refused {error}"

    def timed(self, command, n):
        good = self.token("good")
        work = (lambda: self.verify(good)) if command == "verify" else self.sign
        start = time.process_time_ns()
        for _ in range(n):
            work()
        return f"ns {(time.process_time_ns() - start) / n:.2f}"


def answer(engine, command, argument):
    if command == "check":
        return engine.check(argument)
    if command == "token":
        return f"token {engine.sign()}"
    if command in ("verify", "sign"):
        return engine.timed(command, int(argument))
    return "unsupported no such work"


def main(folder):
    engine = None
    for line in sys.stdin:
        command, alg, argument = (line.split() + ["", "", ""])[:3]
        if command == "quit":
            break
        if command == "version":
            cryptography = importlib.metadata.version("cryptography")
            reply = f"{jwt.__version__}, cryptography {cryptography}'s {backend.openssl_version_text()}"
        else:
            try:
                if engine is None or engine.alg != alg:
                    engine = Engine(folder, alg)
                reply = answer(engine, command, argument)
            except (ValueError, NotImplementedError, jwt.PyJWTError) as error:
                reply = f"unsupported {error}"
        print(reply.replace("\n", " "), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
