#!/usr/bin/env python3
"""One keyring in three real places, rotated under load while the places fail: no valid token is refused, and all end alike.

The issuer reads its secret in OpenBao; the verifiers read their key sets in AWS's stand-in, in OpenBao and in a dotenv file,
each time anew. A keeper runs `rotate --due` again and again, as cron would.
"""

import base64
import hashlib
import hmac
import json
import re
import threading
import time
import unittest
from pathlib import Path

import keep
import servers

KEYRING = "orders/prod"
QUICK = ["--ttl", "2s", "--propagation", "2s", "--skew", "0s", "--sign-propagation", "1s", "--rotate-every", "4s"]


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def key_set(fields):
    return {jwk["kid"]: decode(jwk["k"]) for jwk in json.loads(fields["JWT_JWKS"])["keys"]}


def tag(key, signed):
    return hmac.new(key, signed, hashlib.sha256).digest()


class Places(keep.Case):
    def setUp(self):
        super().setUp()
        self.bao = servers.OpenBao(str(self.keep.folder / "bao"))
        self.aws = servers.Aws(str(self.keep.folder / "aws"))
        self.addCleanup(self.bao.kill)
        self.keep.environment |= self.bao.environment() | self.aws.environment()
        self.dotenv = self.keep.folder / "orders.env"
        self.addresses = ["vault://secret/orders/prod", "aws-sm://eu-central-1/orders/prod", f"dotenv:{self.dotenv}"]
        self.keep.run("new", KEYRING, *QUICK)
        for address in self.addresses:
            self.keep.run("sync", "add", KEYRING, address)
        self.counts = {"sent": 0, "refused": 0, "kids": set(), "rounds": 0}

    def in_vault(self):
        return self.bao.ask("secret/data/orders/prod")["data"]["data"]

    def in_dotenv(self):
        text = self.dotenv.read_text(encoding="utf-8")
        return dict(re.findall(r"^(\w+)='([^']*)'$", text, re.MULTILINE))

    def verifiers(self):
        yield "aws", lambda: self.aws.secret("orders/prod")
        yield "dotenv", self.in_dotenv
        yield "vault", self.in_vault

    def send(self, issuer):
        """One token by what the issuer read, to each verifier by what it reads now."""
        fields = issuer()
        self.assertEqual((fields["JWT_ALG"], fields["JWT_FORM"]), ("HS256", "text"))
        signed = encode(json.dumps({"alg": "HS256", "kid": fields["JWT_KID"]}).encode()) + b"." + encode(b'{"sub":"alice"}')
        signature = tag(fields["JWT_SECRET"].encode(), signed)
        self.counts["kids"].add(fields["JWT_KID"])
        for name, read in self.verifiers():
            if name == "vault" and self.bao.process.poll() is not None:
                continue
            self.counts["sent"] += 1
            key = key_set(read()).get(fields["JWT_KID"])
            if key is None or not hmac.compare_digest(tag(key, signed), signature):
                self.counts["refused"] += 1
                print(f"{name} refuses a token of {fields['JWT_KID']}")

    def keeper(self, stop):
        while not stop.is_set():
            self.keep.run("rotate", "--due", code=None)
            self.counts["rounds"] += 1
            stop.wait(0.1)

    def active(self):
        return next(key["kid"] for key in self.keep.json("show", KEYRING)["keys"] if key["state"] == "active")

    def until(self, holds, what):
        """Tokens are sent meanwhile."""
        end = time.monotonic() + 90
        while not holds():
            self.assertLess(time.monotonic(), end, f"waited too long for {what}")
            self.send(self.in_vault if self.bao.process.poll() is None else self.in_dotenv)

    def states(self, code):
        found = self.keep.json("sync", "status", KEYRING, code=code)
        return {entry["destination"].partition(":")[0]: entry["state"] for entry in found}

    def test_rotations_and_faults_under_load(self):
        stop = threading.Event()
        keeper = threading.Thread(target=self.keeper, args=(stop,))
        keeper.start()
        try:
            self.until(lambda: len(self.counts["kids"]) >= 3, "two rotations")
            self.aws.ask(fault="dead")
            held = self.active()
            rounds = self.counts["rounds"] + 3
            # AWS's verifiers go on with what they read last; here they read around the front.
            self.until(lambda: self.counts["rounds"] >= rounds, "the keeper to meet the fault")
            self.aws.ask(fault="none")
            self.until(lambda: self.active() != held, "a rotation after the fault")
        finally:
            stop.set()
            keeper.join()
        self.one_place_is_down_in_a_compromise()
        self.another_hand()
        self.assertEqual(self.counts["refused"], 0)
        self.assertGreaterEqual(len(self.counts["kids"]), 4)
        print(f"{self.counts['sent']} verifications by {len(self.counts['kids'])} keys, {self.counts['refused']} refused")
        self.nothing_is_logged()

    def one_place_is_down_in_a_compromise(self):
        self.keep.run("rotate", "--due", code=None)
        self.bao.kill()
        stolen = self.active()
        done = self.keep.run("rotate", KEYRING, "--compromised", stolen, code=3)
        self.assertIn(b"has not reached vault://secret/orders/prod", done.stderr)
        for read in (lambda: self.aws.secret("orders/prod"), self.in_dotenv):
            self.assertNotIn(stolen, key_set(read()), "the others have it already")
        self.assertEqual(self.states(code=3)["vault"], "unreachable")
        done = self.keep.run("rotate", "--due", code=3)
        self.assertIn(b"vault://secret/orders/prod", done.stderr, "named until it has it")
        self.bao.start()  # it has forgotten everything
        self.keep.run("rotate", "--due", code=None)
        self.assertEqual(set(self.states(code=0).values()), {"in_sync"})
        self.assertNotIn(stolen, key_set(self.in_vault()))

    def another_hand(self):
        self.bao.ask("secret/data/orders/prod", {"data": {"JWT_SECRET": "supersecret"}})
        self.assertEqual(self.states(code=1)["vault"], "changed")
        told = self.keep.json("doctor", code=1)["findings"]
        self.assertEqual({finding["rule"] for finding in told} & {"weak", "drift"}, {"weak", "drift"})
        done = self.keep.run("sync", "push")
        self.assertIn(b"another hand had changed vault://secret/orders/prod", done.stderr)
        fields = [self.in_vault(), self.aws.secret("orders/prod"), self.in_dotenv()]
        self.assertEqual(fields[0], fields[1])
        self.assertEqual(fields[1], fields[2])
        self.send(self.in_vault)

    def nothing_is_logged(self):
        secret = self.in_vault()["JWT_SECRET"].encode()
        for path in (Path(self.aws.log), Path(self.bao.folder, "log")):
            logged = path.read_bytes()
            for known in (secret, self.aws.user["secret"].encode()):
                self.assertNotIn(known, logged, path.name)

    def test_import_from_each_place(self):
        for number, address in enumerate(self.addresses):
            self.keep.run("import", f"copy{number}/dev", "--from", address)
            self.assertEqual(self.keep.json("show", f"copy{number}/dev")["keys"][0]["kid"], self.active())
        drawn = self.keep.text("doctor", code=1)
        self.assertIn("development_value", drawn)
        self.assertNotIn(self.in_vault()["JWT_SECRET"], drawn)


if __name__ == "__main__":
    unittest.main(verbosity=2)
