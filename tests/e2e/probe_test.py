#!/usr/bin/env python3
"""`jwtkeep probe` against verifiers that are broken in one way each, sound ones of real libraries, and rude services."""

import base64
import html.parser
import json
import os
import subprocess
import sys
import time
import unittest
from pathlib import Path

import keep
import schema
import servers

PYTHON = "/usr/bin/python3"  # Debian's: its cryptography and PyJWT are the packages of tools/packages.txt
CLAIMS = ("--iss", "https://issuer.example", "--aud", "orders")
FAST = ("--max-rps", "0")
SECRET = "0123456789abcdef0123456789abcdef0123456789abcdef"

#: the path of serve.py: the forgeries that it takes, or all that follows for a path that is not its forgery's name
BROKEN = {
    "none": {}, "stripped": {}, "psychic": {}, "confusion": {}, "confusion-without-newline": {"confusion"},
    "confusion-of-modulus": {"confusion"}, "blank-secret": {}, "kid-traversal": {}, "kid-injection": {}, "embedded-jwk": {},
    "embedded-x5c": {}, "jku": {}, "jku-fetched": {"jku"}, "x5u": {}, "expired": {}, "not-yet-valid": {}, "future-iat": {},
    "wrong-audience": {}, "audience-prefix": {"wrong-audience"}, "wrong-issuer": {}, "issuer-within": {"wrong-issuer"},
    "duplicate-claims": {}, "duplicate-header": {}, "crit": {}, "non-canonical": {},
}
BOMBS = ("huge-token", "pbes2-bomb", "zip-bomb")
LENIENCES = {"crit", "non-canonical", "future-iat"}
RSA = {"none", "stripped", "confusion", "confusion-without-newline", "confusion-of-modulus", "embedded-jwk", "embedded-x5c",
       "jku", "jku-fetched", "x5u", "zip-bomb", "sound-rsa"}
EC = {"psychic", "sound-ec"}


def serve(case, *command, **environment):
    """Starts a service that prints its port and ends with its input; gives its address."""
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                               env={**os.environ, **environment})

    def end():
        process.stdin.close()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()

    case.addClassCleanup(end)
    line = process.stdout.readline()
    if not line.strip().isdigit():
        raise RuntimeError(f"{command[0]} does not start")
    return f"http://127.0.0.1:{int(line)}"


def found(report):
    return {finding["id"] for finding in report["findings"]}


class Probing(unittest.TestCase):
    """Keys of every kind, and the broken services with them."""

    @classmethod
    def setUpClass(cls):
        cls.keep = keep.Keep()
        cls.addClassCleanup(cls.keep.remove)
        cls.keep.run("init")
        cls.folder = cls.keep.folder
        for alg in ("RS256", "ES256"):
            cls.keep.run("generate", "--alg", alg, "--format", "pem", "-o", str(cls.folder / f"{alg}.pem"), "--public",
                         str(cls.folder / f"{alg}.pub"))
        jwk = {"kty": "oct", "kid": "key-1", "k": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVm"}
        (cls.folder / "hmac.jwk").write_text(json.dumps(jwk), encoding="utf-8")
        (cls.folder / "hmac.txt").write_text(SECRET, encoding="utf-8")
        cls.strange = {}
        cls.url = ""

    @classmethod
    def start_broken(cls):
        config = {"secret": SECRET, "rsa": (cls.folder / "RS256.pub").read_text(), "ec": (cls.folder / "ES256.pub").read_text(),
                  "decrypt": (cls.folder / "RS256.pem").read_text(), "strange": cls.strange}
        file = cls.folder / "config.json"
        file.write_text(json.dumps(config), encoding="utf-8")
        cls.url = serve(cls, PYTHON, str(keep.SOURCE / "tests/servers/broken_verifiers/serve.py"), str(file))

    @classmethod
    def key(cls, name):
        if name in RSA:
            return ("--pem", str(cls.folder / "RS256.pem"))
        if name in EC:
            return ("--pem", str(cls.folder / "ES256.pem"))
        return ("--jwk", str(cls.folder / "hmac.jwk"), "--alg", "HS256")

    def probe(self, name, *options, code=None, key=None, text=False, url=None):
        run = self.keep.run if text else self.keep.json
        return run("probe", url or f"{self.url}/{name}", *(self.key(name) if key is None else key),
                   *(() if "--token" in options else CLAIMS), *FAST, *options, code=code)

    def sign(self, *options, name="sound-hmac"):
        return self.keep.text("sign", *self.key(name), *CLAIMS, "--sub", "alice", *options)


class Broken(Probing):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.start_broken()

    def test_each_is_caught_by_exactly_its_probes(self):
        for name, takes in BROKEN.items():
            with self.subTest(name):
                expected = takes or {name}
                report = self.probe(name, "--no-bombs", code=0 if expected <= LENIENCES else 1)
                self.assertEqual(found(report), expected)
                self.assertEqual(report["verdict"], "sound" if expected <= LENIENCES else "accepts_forgeries")
                self.assertIsNone(report["why"])
                self.assertEqual([control["was_accepted"] for control in report["controls"]],
                                 [True, False, False, True, True, False])

    def test_each_forgery_has_a_broken_verifier(self):
        plan = self.probe("sound-hmac", "--dry-run", code=0)
        known = {forgery["id"] for forgery in plan["forgeries"]}
        named = set().union(*(takes or {name} for name, takes in BROKEN.items()))
        others = {"weak-secret", "other-environment", "retired-key", "compromised-key", *BOMBS}  # below
        self.assertEqual(known, named | others)

    def test_bombs_are_told_by_the_strain(self):
        for name in BOMBS:
            with self.subTest(name):
                report = self.probe(name, "--timeout", "3s", code=1)
                self.assertEqual(found(report), {name})
                self.assertEqual(report["findings"][0]["hits"][0]["outcome"],
                                 "accepted" if name == "zip-bomb" else "strained")

    def test_sound_ones_take_nothing(self):
        for name in ("sound-hmac", "sound-rsa", "sound-ec"):
            with self.subTest(name):
                report = self.probe(name, code=0)
                self.assertEqual((found(report), report["verdict"]), (set(), "sound"))
                # This server drops what has a mebibyte in a header.
                self.assertEqual(report["remarks"], ["no answer came to: huge-token x3"])
                tried = {refused["id"] for refused in report["refused"]}
                self.assertGreaterEqual(len(tried), 20)

    def test_a_weak_secret_is_found_in_the_token(self):
        weak = "a-string-secret-at-least-256-bits-long"
        (self.folder / "weak.txt").write_text(weak, encoding="utf-8")
        file = self.folder / "weak.json"
        file.write_text(json.dumps({**json.loads((self.folder / "config.json").read_text()), "secret": weak}), encoding="utf-8")
        url = serve(type(self), PYTHON, str(keep.SOURCE / "tests/servers/broken_verifiers/serve.py"), str(file))
        report = self.probe("", "--no-bombs", url=url + "/sound-hmac", key=("--secret", str(self.folder / "weak.txt")), code=1)
        self.assertEqual(found(report), {"weak-secret"})

    def test_with_a_token_alone_the_owners_forgeries_are_left_out_and_it_is_said_why(self):
        report = self.probe("none", "--no-bombs", "--token", self.sign(name="sound-rsa"), key=(), code=1)
        self.assertEqual(found(report), {"none"})
        untried = {each["id"]: each["why"] for each in report["untried"]}
        self.assertIn("--keyring", untried["expired"])
        self.assertIn("--jwks", untried["confusion"])
        # The public key by itself is enough for the confusion.
        report = self.probe("confusion", "--no-bombs", "--token", self.sign(name="sound-rsa"), "--public-key",
                            str(self.folder / "RS256.pub"), key=(), code=1)
        self.assertEqual(found(report), {"confusion"})

    def test_a_key_that_did_not_sign_the_good_token_shows_nothing(self):
        (self.folder / "other.txt").write_text("another secret, which this verifier does not have", encoding="utf-8")
        report = self.probe("expired", "--no-bombs", "--token", self.sign(), key=("--secret", str(self.folder / "other.txt")),
                            code=0)
        self.assertIn("expired", {each["id"] for each in report["untried"]})
        self.assertIn("is not accepted", report["remarks"][0])
        # The same key under another name is the same key: the good token's own name counts.
        token = self.keep.text("sign", "--secret", str(self.folder / "hmac.txt"), *CLAIMS, "--sub", "alice")
        report = self.probe("expired", "--no-bombs", "--token", token, code=1)
        self.assertEqual(found(report), {"expired"})

    def test_a_verifier_that_checks_nothing(self):
        report = self.probe("unchecked", code=1)
        self.assertEqual((found(report), report["verdict"], report["requests"]), ({"unchecked"}, "accepts_any", 3))
        report = self.probe("open", code=1)
        self.assertEqual((found(report), report["verdict"]), ({"unchecked"}, "accepts_any"))
        self.assertIn("--accept-text", report["remarks"][0])


class Keyrings(Probing):
    """The store's own keys: other environments, retired and compromised ones."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        policy = ("--ttl", "1s", "--skew", "0s", "--propagation", "0s", "--sign-propagation", "0s")
        cls.keep.run("new", "orders/prod", *policy)
        cls.keep.run("new", "orders/staging")
        cls.keep.run("new", "other/prod")

        def keys(ring):
            return cls.keep.json("export", "jwks", ring, "--private")["keys"]

        def remember(ring):
            for each in keys(ring):
                cls.known[each["kid"]] = each

        cls.known = {}
        remember("orders/prod")
        cls.staging = keys("orders/staging")[0]["kid"]
        remember("orders/staging")
        remember("other/prod")
        # One key is retired by time, the next is given up.
        cls.keep.run("rotate", "orders/prod")
        remember("orders/prod")
        until = time.monotonic() + 60
        while not cls.of_state("retired"):
            cls.keep.run("rotate", "--due", code=None)
            if time.monotonic() > until:
                raise RuntimeError(cls.keep.text("show", "orders/prod"))
            time.sleep(0.2)
        cls.keep.run("rotate", "orders/prod", "--compromised", cls.of_state("active")[0])
        remember("orders/prod")
        cls.retired, cls.compromised = cls.of_state("retired")[0], cls.of_state("compromised")[0]
        active = cls.known[cls.of_state("active")[0]]
        (cls.folder / "active.jwk").write_text(json.dumps(active), encoding="utf-8")
        (cls.folder / "config-key").write_text(active["k"], encoding="utf-8")

    @classmethod
    def of_state(cls, state):
        return [key["kid"] for key in cls.keep.json("show", "orders/prod")["keys"] if key["state"] == state]

    def test_a_verifier_that_knows_too_many_keys_is_caught(self):
        def raw(kid):
            return base64.urlsafe_b64decode(self.known[kid]["k"] + "==")

        active = json.loads((self.folder / "active.jwk").read_text())
        token = self.keep.text("sign", "--jwk", str(self.folder / "active.jwk"), "--alg", "HS256", *CLAIMS, "--sub", "alice")
        cases = {"other-environment": [self.staging], "retired-key": [self.retired], "compromised-key": [self.compromised],
                 "": []}
        for expected, strange in cases.items():
            with self.subTest(expected or "sound"):
                self.start_with(raw(active["kid"]).decode(), {kid: raw(kid).hex() for kid in strange})
                report = self.probe("strange-keys", "--no-bombs", "--token", token, "--keyring", "orders/prod", key=(),
                                    code=1 if expected else 0)
                self.assertEqual(found(report), {expected} - {""})
                untried = {each["id"] for each in report["untried"]}
                self.assertFalse(untried & {"other-environment", "retired-key", "compromised-key", "expired"})
                # What is said of a strange key is its keyring and its kid, and no token stands anywhere.
                self.assertNotIn("eyJ", json.dumps(report))

    @classmethod
    def start_with(cls, secret, strange):
        config = {"secret": secret, "rsa": (cls.folder / "RS256.pub").read_text(), "ec": (cls.folder / "ES256.pub").read_text(),
                  "decrypt": "", "strange": strange}
        file = cls.folder / f"config-{len(strange)}.json"
        file.write_text(json.dumps(config), encoding="utf-8")
        cls.url = serve(cls, PYTHON, str(keep.SOURCE / "tests/servers/broken_verifiers/serve.py"), str(file))

    def test_a_keyring_signs_its_own_good_token(self):
        self.keep.run("new", "billing/prod", "--alg", "RS256")
        (self.folder / "billing.pub").write_text(self.keep.text("export", "pem", "billing/prod"), encoding="utf-8")
        config = {"secret": SECRET, "rsa": (self.folder / "billing.pub").read_text() + "\n",
                  "ec": (self.folder / "ES256.pub").read_text(), "decrypt": "", "strange": {}}
        file = self.folder / "billing.json"
        file.write_text(json.dumps(config), encoding="utf-8")
        url = serve(type(self), PYTHON, str(keep.SOURCE / "tests/servers/broken_verifiers/serve.py"), str(file))
        ring = ("--keyring", "billing/prod")
        self.assertEqual(found(self.probe("", "--no-bombs", key=ring, url=url + "/sound-rsa", code=0)), set())
        self.assertEqual(found(self.probe("", "--no-bombs", key=ring, url=url + "/confusion", code=1)), {"confusion"})
        (self.folder / "billing.jwks").write_bytes(self.keep.run("export", "jwks", "billing/prod").stdout)
        report = self.probe("", "--no-bombs", "--token", self.keep.text("sign", "billing/prod", *CLAIMS), "--jwks",
                            str(self.folder / "billing.jwks"), key=(), url=url + "/confusion", code=1)
        self.assertEqual(found(report), {"confusion"})


class Sound(Probing):
    """Services on real libraries. What they take beside is written down: it is against the letter and no forgery."""

    #: of each: the leniences that it has with every key, and those with one (RS256 with 3072 bits has no unused bits)
    LENIENT = {
        "pyjwt": {"crit", "non-canonical"}, "jose": {"future-iat"}, "jsonwebtoken": {"crit", "future-iat"},
        "golang-jwt": {"crit", "future-iat"},
        ("jose", "HS256"): {"non-canonical"}, ("jose", "ES256"): {"non-canonical"},
        ("jsonwebtoken", "ES256"): {"non-canonical"},
        ("golang-jwt", "HS256"): {"non-canonical"}, ("golang-jwt", "ES256"): {"non-canonical"},
    }

    def service(self, library, alg):
        key = str(self.folder / ("hmac.txt" if alg == "HS256" else f"{alg}.pub"))
        modules, peer = os.environ.get("JWTKEEP_NODE_MODULES", ""), os.environ.get("JWTKEEP_GO_PEER", "")
        if library == "pyjwt":
            there = subprocess.run([PYTHON, "-c", "import jwt"], capture_output=True, check=False).returncode == 0
            servers.must_have("PyJWT", there)
            return serve(type(self), PYTHON, str(keep.SOURCE / "tests/peers/pyjwt/service.py"), alg, key)
        if library == "golang-jwt":
            servers.must_have("golang-jwt", peer and os.access(peer, os.X_OK))
            return serve(type(self), peer, "serve", alg, key)
        servers.must_have(f"{library} for Node", modules and Path(modules, library).is_dir())
        return serve(type(self), "node", str(keep.SOURCE / "tests/peers/node/service.mjs"), library, alg, key)

    def check(self, library):
        for alg, name in (("HS256", "sound-hmac"), ("RS256", "sound-rsa"), ("ES256", "sound-ec")):
            with self.subTest(alg):
                report = self.probe(name, url=self.service(library, alg), code=0)
                self.assertEqual((report["verdict"], report["why"]), ("sound", None))
                self.assertEqual(found(report), self.LENIENT[library] | self.LENIENT.get((library, alg), set()))

    #: Versions differ, Debian's too: whether this one takes a token whose crit names what it cannot know.
    TAKES_CRIT = """import jwt; key = "k" * 32
jwt.decode(jwt.encode({}, key, headers={"crit": ["odd"], "odd": 1}), key, algorithms=["HS256"])"""

    def test_pyjwt(self):
        asked = subprocess.run([PYTHON, "-c", self.TAKES_CRIT], capture_output=True, text=True, check=False)
        if asked.returncode != 0 and "crit" in asked.stderr.splitlines()[-1]:
            self.LENIENT = self.LENIENT | {"pyjwt": self.LENIENT["pyjwt"] - {"crit"}}
        self.check("pyjwt")

    def test_jose(self):
        self.check("jose")

    def test_jsonwebtoken(self):
        self.check("jsonwebtoken")

    def test_golang_jwt(self):
        self.check("golang-jwt")


class Rude(Probing):
    """Services, tokens and command lines as nobody wishes for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.start_broken()

    def failing(self, name, *options):
        return self.probe(name, *options, code=3, text=True).stderr.decode()

    def test_no_verdict_without_controls(self):
        done = self.probe("shut", "--no-bombs", code=3, text=True)
        self.assertIn("no verdict", done.stdout.decode())
        self.assertIn("the good token is not accepted: the service answers 401", done.stderr.decode())
        self.assertIn("--accept-status", done.stderr.decode())
        self.assertEqual(self.probe("shut", "--no-bombs", code=3)["verdict"], "none")
        report = self.probe("shuts-out", "--no-bombs", code=3)
        self.assertIn("no longer accepted (401)", report["why"])
        self.assertTrue(report["refused"])

    def test_services_that_do_not_answer(self):
        self.assertIn("in time", self.failing("hang", "--timeout", "1s"))
        self.assertIn("no answer", self.failing("drop"))
        self.assertIn("no answer", self.failing("garbage"))
        self.assertIn("no answer", self.probe("", url="http://127.0.0.1:1/x", code=3, text=True).stderr.decode())

    def test_too_many_requests(self):
        report = self.probe("limited", "--no-bombs", code=0)
        self.assertEqual(report["verdict"], "sound")
        self.assertGreater(report["requests"], sum(each["attempts"] for each in report["refused"]) + 5)
        told = self.probe("limited", "--only", "none", code=0, text=True).stderr.decode()
        self.assertIn("429, too many requests: waiting", told)
        report = self.probe("limited-for-ever", "--no-bombs", code=3)
        self.assertIn("too many requests", report["why"])

    def test_redirects_are_answers_and_are_not_followed(self):
        self.assertEqual(self.probe("redirect", "--no-bombs", code=0)["verdict"], "sound")
        report = self.probe("away", "--no-bombs", code=3)
        self.assertIn("302", report["why"])

    def test_the_text_tells(self):
        for option in (("--accept-text", "welcome"), ("--refuse-text", "refused")):
            self.assertEqual(self.probe("text", "--no-bombs", *option, code=0)["verdict"], "sound")
        self.assertEqual(self.probe("sound-hmac", "--no-bombs", "--accept-status", "201", code=3)["verdict"], "none")

    def test_the_token_goes_where_it_is_told(self):
        for place, options in {"header": ("--in", "header:X-Token"), "cookie": ("--in", "cookie:t"), "query": ("--in", "query:t"),
                               "form": ("--in", "body:t"), "json": ("--in", "body", "--data", '{"t": "{token}"}')}.items():
            for name, expected in {"sound-hmac": set(), "expired": {"expired"}}.items():
                with self.subTest(f"{place} {name}"):
                    report = self.probe("", *options, "--no-bombs", url=f"{self.url}/in/{place}/{name}", key=self.key(name),
                                        code=1 if expected else 0)
                    self.assertEqual(found(report), expected)

    def test_other_machines_are_left_alone(self):
        for url in ("http://203.0.113.1/", "https://10.0.0.1/", "http://[2001:db8::1]/"):
            with self.subTest(url):
                done = self.probe("", url=url, code=2, text=True)
                self.assertIn("--i-own-this-host", done.stderr.decode())
                self.assertEqual(done.stdout, b"")

    def test_wrong_use(self):
        good = self.sign()
        for options, words in {
                ("--token", "abc"): "has 1 part", ("--token", "a.b.c"): "base64url", ("--token", ""): "empty",
                ("--token", "eyJhbGciOiJub25lIn0.e30."): "has no signature",
                ("--only", "nothing"): "there are: none", ("--in", "basket"): "no place for a token",
                ("--template", "Bearer"): "no {token}", ("--method", "FETCH"): "no method", ("--header", "X"): "no header",
                ("--method", "GET", "--data", "x"): "no body", ("--accept-status", "2xx"): "no status",
                ("--format", "pdf"): "no report", ("--timeout", "1h"): "--timeout", ("--listen", "localhost"): "no address",
                ("--keyring", "orders/prod"): "two signers", ("--jwks", "/nowhere"): "/nowhere",
                ("--public-key", str(self.folder / "hmac.txt")): "hmac.txt",
        }.items():
            with self.subTest(options):
                self.assertIn(words, self.probe("sound-hmac", *options, code=2, text=True).stderr.decode())
        for url in ("", "ftp://localhost/", "localhost:8000", "http://user@localhost/", "http://localhost/#x"):
            with self.subTest(url):
                self.keep.run("probe", url, "--token", good, code=2)
        self.assertIn("--token", self.keep.run("probe", self.url, code=2).stderr.decode())

    def test_an_encrypted_good_token_is_not_misread(self):
        # The service takes it (RSA-OAEP): forgeries are made with claims of their own, and what has no sense is left out.
        token = self.keep.text("encrypt", "--pem", str(self.folder / "RS256.pub"), "--alg", "RSA-OAEP", "--enc",
                               "A128CBC-HS256", *CLAIMS, "--sub", "alice")
        report = self.probe("zip-bomb", "--no-bombs", "--token", token, key=(), code=0)
        self.assertEqual((report["alg"], report["verdict"]), ("RSA-OAEP", "sound"))
        self.assertIn("stripped", {each["id"] for each in report["untried"]})

    def test_a_dry_run_sends_nothing_and_shows_all(self):
        options = ("--dry-run", "--token", self.sign())
        plan = self.probe("drop", *options, code=0)
        tokens = [attempt["token"] for forgery in plan["forgeries"] for attempt in forgery["attempts"]]
        self.assertGreater(len(tokens), 80)
        text = self.probe("drop", *options, code=0, text=True).stdout.decode()
        self.assertIn(f"{len(tokens)} tokens of {len(plan['forgeries'])} classes; nothing was sent", text)
        self.assertLess(max(len(line) for line in text.splitlines()), 200)

    def test_the_reports_of_every_form(self):
        text = self.probe("none", "--no-bombs", key=self.key("none"), code=1, text=True).stdout.decode()
        for words in ("critical none: ", 'alg "nOne" (accepted, status 200', "CVE-2015-9235", "mend:  name the algorithms",
                      "FORGERY", "stripped", "1 forgery accepted"):
            self.assertIn(words, text)
        log = json.loads(self.probe("none", "--no-bombs", "--format", "sarif", code=1, text=True).stdout)
        self.assertEqual(schema.problems(schema.load("tests/vectors/sarif_2.1.0.schema.json"), [log]), [[]])
        self.assertEqual((log["version"], [each["ruleId"] for each in log["runs"][0]["results"]]), ("2.1.0", ["none"]))
        page = self.probe("none", "--no-bombs", "--format", "html", code=1, text=True).stdout.decode()
        Page().check(page)
        self.assertIn("CVE-2015-9235", page)
        self.assertEqual(found(json.loads(self.probe("none", "--no-bombs", "--format", "json", code=1, text=True).stdout)),
                         {"none"})
        for form in (text, json.dumps(log), page):
            self.assertNotIn("eyJ", form)

    def test_a_lenience_counts_where_that_is_asked_for(self):
        done = self.probe("crit", "--no-bombs", code=0, text=True).stdout.decode()
        self.assertIn("no forgery accepted; leniences are told above", done)
        self.probe("crit", "--no-bombs", "--strict", code=1)


class Page(html.parser.HTMLParser):
    """A page that stands by itself: tags closed, and nothing that is fetched or run."""

    VOID = {"meta", "br"}

    def check(self, page):
        self.open = []
        self.feed(page)
        self.close()
        if self.open:
            raise AssertionError(f"left open: {self.open}")

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "link", "img", "iframe", "object") or any(name in ("src", "href") or name.startswith("on")
                                                                       for name, _ in attrs):
            raise AssertionError(f"<{tag}> in the report")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if self.open.pop() != tag:
            raise AssertionError(f"</{tag}> closes another")


if __name__ == "__main__":
    unittest.main()
