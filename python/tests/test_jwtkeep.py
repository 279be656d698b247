"""jwtkeep from Python: with PyJWT on the other side, with wrong keys and wrong claims, with a store, by many threads."""

import base64
import datetime
import hashlib
import hmac
import json
import os
import random
import string
import subprocess
import tempfile
import threading
import time
import unittest
from pathlib import Path

import jwt

import jwtkeep

NOW = int(time.time())
CLAIMS = {"iss": "shop", "sub": "alice", "aud": "orders", "iat": NOW, "exp": NOW + 900, "admin": False, "n": 1.5, "nil": None,
          "roles": ["a", "b"], "name": "Zoë \"Z\" 🦊"}
SECRET = jwtkeep.generate(bits=512)
PAIRS = {alg: jwtkeep.generate_pair(alg, bits=2048 if alg[0] in "RP" else 0)
         for alg in ("RS256", "PS384", "ES256", "ES384", "ES512", "ES256K", "EdDSA")}
DEMANDS = {"audience": "orders", "issuer": "shop"}


def part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def forged(header, claims, key=b""):
    text = f"{part(header)}.{part(claims)}"
    return text + "." + base64.urlsafe_b64encode(hmac.digest(key, text.encode(), hashlib.sha256)).rstrip(b"=").decode()


class WithPyJwt(unittest.TestCase):
    def keys(self):
        for alg in ("HS256", "HS384", "HS512"):
            yield alg, SECRET, SECRET
        for alg, (private, public) in PAIRS.items():
            yield alg, private, public

    def test_each_verifies_what_the_other_signed(self):
        for alg, private, public in self.keys():
            with self.subTest(alg):
                theirs = jwt.encode(CLAIMS, private, algorithm=alg)
                ours = jwtkeep.encode(CLAIMS, private, algorithm=alg)
                self.assertEqual(jwtkeep.decode(theirs, public, algorithms=[alg], **DEMANDS), CLAIMS)
                self.assertEqual(jwt.decode(ours, public, algorithms=[alg], **DEMANDS), CLAIMS)
                verifier = jwtkeep.Verifier(public, algorithms=[alg], **DEMANDS)
                whole = verifier.verify_complete(theirs)
                self.assertEqual((whole.claims, whole.alg, whole.header), (CLAIMS, alg, {"alg": alg, "typ": "JWT"}))

    def test_keys_of_cryptography_and_jwks(self):
        private, public = PAIRS["ES256"]
        from cryptography.hazmat.primitives import serialization
        private_key = serialization.load_pem_private_key(private.encode(), None)
        token = jwtkeep.encode(CLAIMS, private_key, algorithm="ES256")
        self.assertEqual(jwtkeep.decode(token, private_key.public_key(), algorithms=["ES256"], **DEMANDS), CLAIMS)
        jwk_private, jwk_public = jwtkeep.generate_pair("EdDSA", format="jwk")
        token = jwtkeep.encode(CLAIMS, jwk_private, algorithm="EdDSA")
        kid = json.loads(jwk_public)["kid"]
        jwks = {"keys": [json.loads(jwk_public), {"kty": "who knows"}]}
        for key in (jwk_public, json.loads(jwk_public), jwks, json.dumps(jwks), jwtkeep.jwks(jwks)):
            whole = jwtkeep.decode_complete(token, key, algorithms=["EdDSA"], **DEMANDS)
            self.assertEqual((whole["payload"], whole["kid"], whole["header"]["kid"]), (CLAIMS, kid, kid))

    def test_they_refuse_for_the_same_reason_by_the_same_name(self):
        cases = {
            "expired": CLAIMS | {"exp": NOW - 1}, "not yet": CLAIMS | {"nbf": NOW + 600}, "issued later": CLAIMS | {"iat": NOW + 600},
            "issuer": CLAIMS | {"iss": "other"}, "audience": CLAIMS | {"aud": ["x", "y"]},
            "no issuer": {k: v for k, v in CLAIMS.items() if k != "iss"},
            "no audience": {k: v for k, v in CLAIMS.items() if k != "aud"},
        }
        for name, claims in cases.items():
            with self.subTest(name):
                token = jwt.encode(claims, SECRET)
                with self.assertRaises(jwt.InvalidTokenError) as theirs:
                    jwt.decode(token, SECRET, algorithms=["HS256"], **DEMANDS)
                with self.assertRaises(getattr(jwtkeep, type(theirs.exception).__name__)) as ours:
                    jwtkeep.decode(token, SECRET, algorithms=["HS256"], **DEMANDS)
                self.assertTrue(ours.exception.reason and ours.exception.text)

    def test_the_rules_of_decode(self):
        token = jwt.encode(CLAIMS, SECRET)
        self.assertEqual(jwtkeep.decode(token.encode(), SECRET.encode(), ["HS256"], audience=["orders", "x"]), CLAIMS)
        with self.assertRaises(jwtkeep.InvalidAudienceError):
            jwtkeep.decode(token, SECRET, algorithms=["HS256"])
        self.assertEqual(jwtkeep.decode(token, SECRET, ["HS256"], {"verify_aud": False}), CLAIMS)
        late = jwt.encode({"exp": NOW - 5}, SECRET)
        self.assertEqual(jwtkeep.decode(late, SECRET, ["HS256"], leeway=datetime.timedelta(seconds=60)), {"exp": NOW - 5})
        endless = jwt.encode({"sub": "x"}, SECRET)
        with self.assertRaises(jwtkeep.MissingRequiredClaimError):
            jwtkeep.decode(endless, SECRET, algorithms=["HS256"])
        self.assertEqual(jwtkeep.decode(endless, SECRET, ["HS256"], {"require_exp": False}), {"sub": "x"})
        with self.assertRaises(jwtkeep.MissingRequiredClaimError):
            jwtkeep.decode(token, SECRET, ["HS256"], {"require": ["tenant"]}, audience="orders")
        for options in ({"verify_signature": False}, {"verify_exp": False}, {"typo": 1}):
            with self.assertRaises(jwtkeep.WrongUseError) as wrong:
                jwtkeep.decode(token, SECRET, ["HS256"], options)
            self.assertTrue(wrong.exception.hint)
        for algorithms in (None, [], ["none"]):
            with self.assertRaises(ValueError):
                jwtkeep.decode(token, SECRET, algorithms, audience="orders")
        moment = datetime.datetime.fromtimestamp(NOW + 60, datetime.timezone.utc)
        made = jwtkeep.encode({"exp": moment}, SECRET, headers={"kid": "k", "typ": "at+jwt"})
        self.assertEqual(jwtkeep.decode(made, SECRET, ["HS256"]), {"exp": NOW + 60})
        self.assertEqual(jwtkeep.get_unverified_header(made), {"alg": "HS256", "typ": "at+jwt", "kid": "k"})
        jwtkeep.clear_cache()


class Attacks(unittest.TestCase):
    def refuses(self, token, key, algorithms, kind):
        with self.assertRaises(kind) as refused:
            jwtkeep.decode(token, key, algorithms=algorithms, **DEMANDS)
        return refused.exception

    def test_wrong_keys(self):
        for alg, (private, _) in PAIRS.items():
            other = jwtkeep.generate_pair(alg, bits=2048 if alg[0] in "RP" else 0)[1]
            self.refuses(jwt.encode(CLAIMS, private, algorithm=alg), other, [alg], jwtkeep.InvalidSignatureError)
        self.refuses(jwt.encode(CLAIMS, SECRET), jwtkeep.generate(), ["HS256"], jwtkeep.InvalidSignatureError)

    def test_a_public_key_is_no_secret(self):
        public = PAIRS["RS256"][1]
        token = forged({"alg": "HS256", "typ": "JWT"}, CLAIMS, public.encode())
        self.refuses(token, public, ["RS256"], jwtkeep.InvalidAlgorithmError)
        self.refuses(token, public, ["RS256", "HS256"], jwtkeep.InvalidAlgorithmError)
        self.refuses(token, public, ["HS256"], jwtkeep.InvalidKeyError)

    def test_none_in_every_spelling(self):
        for name in ("none", "None", "NONE", "nOnE", ""):
            for token in (f"{part({'alg': name})}.{part(CLAIMS)}.", forged({"alg": name}, CLAIMS)):
                self.refuses(token, SECRET, ["HS256"], jwtkeep.InvalidTokenError)

    def test_what_is_no_token(self):
        for token in ("", ".", "..", "a.b.c", "€.€.€", "e30.e30.e30", part({"alg": "HS256", "crit": ["x"]}) + ".e30.AAAA",
                      "a" * 100_000, b"\xff\xfe.\x00.."):
            self.refuses(token, SECRET, ["HS256"], jwtkeep.InvalidTokenError)
        for token in (None, 1, ["a"], object()):
            self.refuses(token, SECRET, ["HS256"], TypeError)

    def test_short_secrets_are_refused_and_judged(self):
        error = self.refuses(jwt.encode(CLAIMS, "secret"), "secret", ["HS256"], jwtkeep.InvalidKeyError)
        self.assertEqual(error.reason, "key_mismatch")
        self.assertEqual(jwtkeep.judge("secret")["strength"], "public")
        self.assertEqual(jwtkeep.judge(SECRET)["strength"], "strong")

    def test_a_changed_character_is_noticed(self):
        token = jwt.encode(CLAIMS, SECRET)
        for at in range(0, len(token), 7):
            changed = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1:]
            self.refuses(changed, SECRET, ["HS256"], jwtkeep.InvalidTokenError)

    def test_nothing_at_all_brings_it_down(self):
        chance = random.Random(5)
        for _ in range(3000):
            junk = bytes(chance.randrange(256) for _ in range(chance.randrange(60)))
            for call in (lambda: jwtkeep.inspect(junk), lambda: jwtkeep.jwk(junk), lambda: jwtkeep.pem(junk),
                         lambda: jwtkeep.decrypt(junk, SECRET), lambda: jwtkeep.secret(junk, form="bytes"),
                         lambda: jwtkeep.decode(junk, SECRET, ["HS256"])):
                try:
                    call()
                except jwtkeep.JwtkeepError as error:
                    self.assertTrue(error.reason)


class Objects(unittest.TestCase):
    def test_claims_are_what_json_makes_of_them(self):
        verifier = jwtkeep.Verifier(SECRET, issuer=jwtkeep.ANY, audience=jwtkeep.ANY, needs_expiration=False)
        signer = jwtkeep.Signer(SECRET)
        chance = random.Random(3)
        letters = string.printable + "äßé€🦊\u2028\x00\x7f"

        def value(depth):
            kind = chance.randrange(9 if depth < 5 else 7)
            if kind == 0:
                return chance.choice([True, False, None])
            if kind == 1:
                return chance.randrange(-2**63, 2**63)
            if kind == 2:
                return chance.choice([0, -1, 2**53, 2**64 - 1, 10**17, 10**18, -10**18])
            if kind == 3:
                return chance.uniform(-1e6, 1e6) * 10 ** chance.randrange(-20, 20)
            if kind < 7:
                return "".join(chance.choice(letters) for _ in range(chance.randrange(40)))
            if kind == 7:
                return [value(depth + 1) for _ in range(chance.randrange(5))]
            return {text(): value(depth + 1) for _ in range(chance.randrange(5))}

        def text():
            return "".join(chance.choice(letters) for _ in range(chance.randrange(1, 40)))

        for i in range(500):
            claims = {text(): value(0) for _ in range(chance.randrange(8))}
            for ascii_only in (False, True):
                written = json.dumps(claims, ensure_ascii=ascii_only, indent=i % 3 or None)
                self.assertEqual(verifier.verify(signer.sign_json(written)), claims)

    def test_a_verifier_has_to_be_told_everything(self):
        with self.assertRaises(TypeError):
            jwtkeep.Verifier(SECRET, issuer="shop")
        with self.assertRaises(jwtkeep.WrongUseError):
            jwtkeep.Verifier(SECRET, issuer="shop", audience=())
        verifier = jwtkeep.Verifier(SECRET, issuer="shop", audience="orders", max_lifetime=60, subject="alice", required=["sub"])
        with self.assertRaises(jwtkeep.LifetimeTooLongError):
            verifier.verify(jwt.encode(CLAIMS, SECRET))
        short = jwt.encode(CLAIMS | {"exp": NOW + 60}, SECRET)
        self.assertEqual(verifier.verify(short)["sub"], "alice")
        with self.assertRaises(jwtkeep.ExpiredSignatureError):
            verifier.verify(short, NOW + 61)
        self.assertEqual(verifier.verify(short, NOW + 59.5)["sub"], "alice")
        for now in (float("nan"), float("inf"), -1, 1e30, "x"):
            with self.assertRaises((ValueError, TypeError)):
                verifier.verify(short, now)
        with self.assertRaises(TypeError):
            verifier.verify()
        with self.assertRaises(jwtkeep.InvalidTypeError):
            verifier.verify(jwt.encode(CLAIMS, SECRET, headers={"typ": "other"}))

    def test_what_is_remembered_is_judged_again(self):
        private, public = jwtkeep.generate_pair("ES256")
        signer = jwtkeep.Signer(private, "ES256")
        verifier = jwtkeep.Verifier(public, issuer=jwtkeep.ANY, audience="orders", remember=64)
        now = int(time.time())
        tokens = [signer.sign({"sub": str(number), "aud": "orders", "exp": now + 60}) for number in range(200)]
        for _ in range(3):
            for number, token in enumerate(tokens):
                self.assertEqual(verifier.verify(token)["sub"], str(number))
        with self.assertRaises(jwtkeep.ExpiredSignatureError):
            verifier.verify(tokens[-1], now + 61)
        head, claims, signature = tokens[-1].split(".")
        for other in (f"{head}.{claims}.{tokens[0].split('.')[2]}", f"{head}.{tokens[0].split('.')[1]}.{signature}"):
            with self.assertRaises(jwtkeep.InvalidSignatureError):
                verifier.verify(other)
        for wrong in (-1, 65537):
            with self.assertRaises(jwtkeep.WrongUseError):
                jwtkeep.Verifier(public, issuer=jwtkeep.ANY, audience="orders", remember=wrong)

    def test_encrypted(self):
        private, public = PAIRS["RS256"]
        token = jwtkeep.encrypt("hello", public)
        self.assertEqual(jwtkeep.decrypt(token, private), b"hello")
        self.assertEqual(jwtkeep.inspect(token)["kind"], "encrypted")
        with self.assertRaises(jwtkeep.InvalidAlgorithmError):
            jwtkeep.decrypt(token, private, encs=["A128GCM"])

    def test_errors_say_what_to_do(self):
        with self.assertRaises(jwtkeep.WrongUseError) as wrong:
            jwtkeep.encode({}, SECRET, algorithm="HS257")
        self.assertIn("HS256", wrong.exception.hint)
        self.assertIn("bad_value", str(wrong.exception))


class Endurance(unittest.TestCase):
    @staticmethod
    def resident():
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def test_memory_does_not_grow(self):
        token = jwt.encode(CLAIMS, SECRET)
        verifier = jwtkeep.Verifier(SECRET, **DEMANDS)
        bad = token[:-2] + ("AA" if token[-2:] != "AA" else "BB")

        def work(times):
            for _ in range(times):
                verifier.verify(token)
                verifier.verify_complete(token)
                try:
                    verifier.verify(bad)
                except jwtkeep.InvalidSignatureError:
                    pass
            for _ in range(times // 20):
                jwtkeep.Verifier(SECRET, **DEMANDS)
                jwtkeep.encode(CLAIMS, jwtkeep.secret(SECRET))
                jwtkeep.inspect(token)

        work(5000)
        before = self.resident()
        work(50_000)  # 100,000 that hold, and half as many that do not
        self.assertLess(self.resident() - before, 4 << 20)

    def test_threads(self):
        verifiers = {alg: jwtkeep.Verifier(public, algorithms=[alg], **DEMANDS) for alg, (_, public) in PAIRS.items()}
        verifiers["HS256"] = jwtkeep.Verifier(SECRET, **DEMANDS)
        tokens = {alg: [jwt.encode(CLAIMS | {"sub": str(i)}, PAIRS[alg][0] if alg in PAIRS else SECRET, algorithm=alg)
                        for i in range(20)] for alg in verifiers}
        failures = []

        def work(offset):
            try:
                for i in range(60):
                    for alg, verifier in verifiers.items():
                        which = (i + offset) % 20
                        if verifier.verify(tokens[alg][which])["sub"] != str(which):
                            failures.append(alg)
            except Exception as error:  # to be seen by the test
                failures.append(error)

        threads = [threading.Thread(target=work, args=(i,)) for i in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])


@unittest.skipUnless(os.environ.get("JWTKEEP_BINARY"), "the command line is needed: JWTKEEP_BINARY")
class Keyrings(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="jwtkeep-python-")
        self.addCleanup(self.folder.cleanup)
        kept = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith(("JWTKEEP_", "XDG_"))}
        kept["HOME"] = os.environ.get("HOME", "")
        self.addCleanup(os.environ.update, kept)
        os.environ["HOME"] = self.folder.name
        self.binary = kept["JWTKEEP_BINARY"]
        self.run_cli("init")
        self.run_cli("new", "orders/prod", "--iss", "shop", "--aud", "orders", "--ttl", "15m")
        self.run_cli("new", "orders/test", "--alg", "ES256")

    def run_cli(self, *words):
        return subprocess.run([self.binary, "--quiet", *words], check=True, capture_output=True, text=True).stdout.strip()

    def test_signs_and_verifies_as_the_command_line_does(self):
        store = jwtkeep.Store()
        self.assertEqual(list(store.names()), ["orders/prod", "orders/test"])
        self.assertEqual(list(store.names("orders/t")), ["orders/test"])
        ring = store.keyring("orders/prod")
        self.assertEqual(ring.verify(self.run_cli("sign", "orders/prod", "--sub", "alice"))["sub"], "alice")
        token = ring.sign({"sub": "bob", "n": 1}, lifetime=60)
        self.assertEqual(json.loads(self.run_cli("verify", "orders/prod", token))["sub"], "bob")
        whole = ring.verify_complete(token)
        self.assertEqual((whole.claims["iss"], whole.claims["aud"], whole.claims["exp"] - whole.claims["iat"]), ("shop", "orders", 60))
        for wrong in ({"iss": 1}, {"exp": NOW + 10**6}):
            with self.assertRaises(jwtkeep.WrongUseError):
                ring.sign(wrong)
        self.assertEqual(ring.describe()["keyring"], "orders/prod")
        with self.assertRaises(jwtkeep.WrongUseError):
            ring.public_jwks()

    def test_a_public_set_verifies_elsewhere(self):
        ring = jwtkeep.Store().keyring("orders/test")
        key = jwt.PyJWKSet.from_dict(ring.public_jwks()).keys[0]
        self.assertEqual(jwt.decode(ring.sign({"sub": "x"}), key.key, algorithms=["ES256"])["sub"], "x")

    def test_an_emergency_is_seen_at_once(self):
        ring = jwtkeep.Store().keyring("orders/prod")
        token = ring.sign()
        kid = ring.verify_complete(token).kid
        self.run_cli("rotate", "orders/prod", "--compromised", kid)
        with self.assertRaises(jwtkeep.KeyRefusedError) as refused:
            ring.verify(token)
        self.assertEqual(refused.exception.reason, "key_compromised")
        self.assertNotEqual(ring.verify_complete(ring.sign()).kid, kid)

    def test_what_does_not_open(self):
        for call, reason in ((lambda: jwtkeep.Store("/nonexistent/store.db"), "no_store"),
                             (lambda: jwtkeep.Store(passphrase="wrong"), "wrong_passphrase"),
                             (lambda: jwtkeep.Store(key_file="/etc/hostname"), None),
                             (lambda: jwtkeep.Store().keyring("no/such"), "not_found")):
            with self.assertRaises(jwtkeep.JwtkeepError) as failed:
                call()
            self.assertIn(failed.exception.reason, (reason,) if reason else ("wrong_key_file", "permission"))

    def test_a_child_opens_its_own(self):
        ring = jwtkeep.Store().keyring("orders/prod")
        token = ring.sign()
        child = os.fork()
        if child == 0:
            try:
                ring.verify(token)
                os._exit(1)
            except jwtkeep.WrongUseError:
                os._exit(0 if jwtkeep.Store().keyring("orders/prod").verify(token) else 2)
            finally:
                os._exit(3)
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 0)

    def test_threads_share_a_keyring(self):
        ring = jwtkeep.Store().keyring("orders/test")
        ring.set_max_age(1)
        done = []

        def work():
            for i in range(30):
                done.append(ring.verify(ring.sign({"sub": str(i)}))["sub"] == str(i))

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(done.count(True), 120)


if __name__ == "__main__":
    unittest.main()
