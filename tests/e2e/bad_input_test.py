#!/usr/bin/env python3
"""The rudest inputs for every command that reads something: a reason and an exit code, never a crash, never an echo."""

import os
import subprocess
import unittest
from pathlib import Path

import keep

# Stands for a secret in every bad input; it must not come back out.
MARK = b"MARKmarkMARKmark0123456789"

BAD = {
    "empty": b"",
    "white space": b" \n\t ",
    "a NUL": b"\0",
    "not UTF-8": b"\xff\xfe" + MARK + b"\x80\xc0",
    "UTF-16": MARK.decode().encode("utf-16"),
    "truncated JSON": b'{"kty":"oct","k":"' + MARK,
    "duplicate members": b'{"kty":"oct","k":"' + MARK + b'","k":"' + MARK + b'"}',
    "duplicate claims": b'{"sub":"' + MARK + b'","sub":"b"}',
    "deep JSON": b"[" * 5000 + b"]" * 5000,
    "deep objects": b'{"a":' * 5000 + b"1" + b"}" * 5000,
    "a JSON number": b"12345678901234567890123456789012345678901234567890",
    "a lone surrogate": b'{"sub":"\\ud800"}',
    "oversized": MARK * 60_000,
    "oversized token": b"eyJhbGciOiJIUzI1NiJ9." + b"A" * 3_000_000 + b"." + MARK,
    "many dots": b"." * 100_000,
    "two parts": b"eyJhbGciOiJIUzI1NiJ9.e30",
    "padded base64": b"eyJhbGciOiJIUzI1NiJ9==.e30=.AAAA",
    "half a PEM": b"-----BEGIN PRIVATE KEY-----\nMIIE" + MARK,
    "an empty PEM": b"-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n",
    "an encrypted PEM": b"-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIFHDBO" + MARK + b"\n-----END ENCRYPTED PRIVATE KEY-----\n",
    "a JWK with a bad k": b'{"kty":"oct","k":"' + MARK + b'=="}',
    "a JWK off its curve": b'{"kty":"EC","crv":"P-256","x":"' + b"A" * 43 + b'","y":"' + b"A" * 43 + b'","d":"' + b"A" * 43 + b'"}',
    "a backup's first line": b"jwtkeep-backup 1\n" + MARK,
}

# RFC 7515 appendix A.1.
TOKEN = ("eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
         "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")

# Commands that read standard input, and the exit codes that fit: 1 a negative answer, 2 wrong use.
READERS = {
    "verify": (["verify", "orders/prod", "-"], {1}),
    "verify --raw": (["verify", "--raw", "--secret-env", "SECRET", "-"], {1}),
    "decrypt": (["decrypt", "--password-env", "SECRET", "-"], {1}),
    "decrypt --raw": (["decrypt", "--raw", "--password-env", "SECRET", "-"], {1}),
    "a JWK to verify": (["verify", "--jwk", "-", "a.b.c"], {1, 2}),
    "a set to verify": (["verify", "--jwks", "-", "a.b.c"], {1, 2}),
    "a PEM to verify": (["verify", "--pem", "-", "a.b.c"], {1, 2}),
    "a JWK to sign": (["sign", "--jwk", "-"], {2}),
    "a PEM to sign": (["sign", "--pem", "-"], {2}),
    "a JWK to encrypt": (["encrypt", "--jwk", "-"], {2}),
    "a PEM to encrypt": (["encrypt", "--pem", "-"], {2}),
    "a JWK to decrypt": (["decrypt", "--jwk", "-", "a.b.c.d.e"], {1, 2}),
    "a password": (["decrypt", "--password", "-", "a.b.c.d.e"], {1, 2}),
    "claims to encrypt": (["encrypt", "--password-env", "SECRET", "--p2c", "1000", "--claims", "-"], {0, 2}),
    "inspect": (["inspect", "-"], {1, 2}),
    "claims": (["sign", "orders/prod", "--claims", "-"], {0, 2}),  # 0: a JSON object, odd as a set of claims but one
    "import": (["import", "new/prod", "-", "--form", "bytes"], {1, 2}),
    "judge": (["judge", "-"], {0, 1, 2}),
    "crack": (["crack", "--known", "-"], {2}),
    "a word list": (["crack", "--no-known", "--wordlist", "-", TOKEN], {0}),
    "scan": (["scan", "-"], {0, 1}),
    "scan of an archive": (["scan", "--stdin", "x.tar.gz"], {0, 1}),
    "an inventory": (["scan", "--inventory", "-", "."], {2}),
    "a baseline": (["scan", "--baseline", "-", "."], {2}),
    "restore": (["--store", "restored.db", "restore", "-"], {1, 2, 3}),
}


class BadInput(keep.Case):
    def setUp(self):
        super().setUp()
        self.keep.run("new", "orders/prod")

    def check(self, done, where, codes):
        self.assertIn(done.returncode, codes, f"{where}: {done.stdout[:200]!r} {done.stderr[:400]!r}")
        for stream in (done.stdout, done.stderr):
            self.assertFalse(MARK in stream, where)
        self.assertNotIn(b"terminate called", done.stderr, where)
        self.assertLess(len(done.stderr), 2000, where)

    def test_every_reader_with_every_bad_input(self):
        cases = 0
        for name, (arguments, codes) in READERS.items():
            for what, data in BAD.items():
                done = self.keep.run(*arguments, code=None, stdin=data, SECRET="a secret that is thirty-two bytes")
                self.check(done, f"{name} with {what}", codes)
                if done.returncode not in (0, 1) or name in ("verify", "inspect"):
                    self.assertTrue(done.stderr.startswith(b"error: "), f"{name} with {what}: {done.stderr!r}")
                    self.assertLessEqual(done.stderr.count(b"\n"), 2, f"{name} with {what}: {done.stderr!r}")
                cases += 1
        print(f"{cases} bad inputs")
        self.keep.run("log", "verify")
        self.assertEqual([ring["keyring"] for ring in self.keep.json("list")], ["orders/prod"])

    def test_files_that_are_none(self):
        folder = self.keep.folder
        (folder / "fifo-target").mkdir()
        for what, path in {"a folder": folder / "fifo-target", "nothing": folder / "nowhere", "a device": Path("/dev/full")}.items():
            for arguments in (["judge", "--file", path], ["import", "x/y", "--file", path], ["verify", "--jwks", path, "a.b.c"]):
                done = self.keep.run(*map(str, arguments), code=None)
                self.check(done, f"{arguments[0]} {what}", {1, 2, 3})

    def test_a_key_file_or_store_of_any_bytes(self):
        good = (self.keep.folder / "store.key").read_bytes()
        changed = good[:-3] + (b"AA\n" if good[-3:-1] != b"AA" else b"BA\n")
        for what, data in {**BAD, "a cut key file": good[:-10], "a changed key file": changed}.items():
            path = self.keep.folder / "bad.key"
            path.write_bytes(data)
            path.chmod(0o600)
            done = self.keep.run("list", code=None, JWTKEEP_KEYFILE=str(path))
            self.check(done, f"a key file: {what}", {2, 3})
            self.assertNotIn(good.split()[-1][:20], done.stderr)
        store = self.keep.store.read_bytes()
        for what, data in {**BAD, "half a store": store[: len(store) // 2], "a store of zeros": bytes(len(store))}.items():
            path = self.keep.folder / "bad.db"
            for old in self.keep.folder.glob("bad.db*"):
                old.unlink()
            path.write_bytes(data)
            path.chmod(0o600)
            done = self.keep.run("show", "orders/prod", code=None, JWTKEEP_STORE=str(path))
            self.check(done, f"a store: {what}", {2, 3})

    def test_output_that_cannot_be_written(self):
        for arguments in (["generate"], ["--help"], ["--version"], [], ["list", "--json"], ["explain"], ["completion", "bash"]):
            with open("/dev/full", "wb") as full:
                done = subprocess.run([keep.BINARY, *arguments], stdout=full, stderr=subprocess.PIPE,
                                      env=self.keep.environment, check=False)
            self.assertEqual(done.returncode, 3, (arguments, done.stderr))
            self.assertIn(b"hint", done.stderr)

    def test_no_stream_is_taken_for_another_file(self):
        """With a closed stdout a file that is opened would get its number: its text must not end there."""
        key = self.keep.folder / "new.pem"
        closed = ["sh", "-c", 'exec "$@" >&- 2>&- <&-', "sh", keep.BINARY]
        for arguments, code in ((["list"], 3), (["--help"], 3), (["--version"], 3), ([], 3), (["show", "orders/prod"], 3),
                                (["generate", "--alg", "ES256", "-o", str(key)], 0), (["log", "verify"], 3)):
            done = subprocess.run([*closed, *arguments], env=self.keep.environment, check=False)
            self.assertEqual(done.returncode, code, arguments)
        self.assertRegex(key.read_bytes(), rb"\A-----BEGIN PRIVATE KEY-----\n[\w+/=\n]+-----END PRIVATE KEY-----\n\Z")
        self.keep.run("log", "verify")

    def test_a_file_system_that_can_only_be_read(self):
        if os.geteuid() != 0 or subprocess.run(["unshare", "-m", "true"], check=False, capture_output=True).returncode != 0:
            self.skipTest("nothing may be mounted here")
        folder = self.keep.folder
        only_read = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && shift && exec "$@"'
        for arguments, word in ((["list"], b"can only be read"), (["sign", "orders/prod"], b"can only be read"),
                                (["generate", "-o", str(folder / "new.key")], b"can only be read")):
            done = subprocess.run(["unshare", "-m", "sh", "-c", only_read, "sh", str(folder), keep.BINARY, *arguments],
                                  env=self.keep.environment, capture_output=True, check=False)
            self.check(done, arguments[0], {3})
            self.assertIn(word, done.stderr.lower(), arguments)

    def test_a_folder_that_may_not_be_looked_into_holds_perhaps_a_store(self):
        nobody = {"user": 65534, "group": 65534, "extra_groups": [], "capture_output": True, "check": False}
        try:
            subprocess.run([keep.BINARY, "--version"], **nobody)
        except PermissionError:
            self.skipTest("needs another user who may run the binary")
        folder = self.keep.folder / "closed"
        folder.mkdir(mode=0o700)
        for arguments in (["list"], [], ["init"]):
            done = subprocess.run([keep.BINARY, "--store", str(folder / "store.db"), *arguments],
                                  env={**self.keep.environment, "HOME": "/"}, **nobody)
            said = done.stdout + done.stderr
            self.assertIn(b"Permission denied", said, arguments)
            self.assertNotIn(b"there is no store", said, arguments)

    def test_a_key_file_that_may_not_be_looked_for_is_not_said_to_be_missing(self):
        nobody = {"user": 65534, "group": 65534, "extra_groups": [], "capture_output": True, "check": False}
        home = self.keep.folder / "home"
        home.mkdir()
        self.keep.folder.chmod(0o711)
        try:
            os.chown(home, 65534, 65534)
            done = subprocess.run([keep.BINARY, "init"], env={"HOME": str(home)}, **nobody)
        except PermissionError:
            self.skipTest("needs another user who may run the binary")
        self.assertEqual(done.returncode, 0, done.stderr)
        (home / ".config/jwtkeep").chmod(0)
        self.addCleanup((home / ".config/jwtkeep").chmod, 0o700)
        for arguments in (["list"], []):
            done = subprocess.run([keep.BINARY, *arguments], env={"HOME": str(home)}, **nobody)
            said = done.stdout + done.stderr
            self.assertIn(b"Permission denied", said, arguments)
            self.assertNotIn(b"no key file", said, arguments)

    def test_an_endless_argument_is_cut_in_the_message(self):
        long = "a" * 120_000
        for arguments in ([long], ["export", long], ["show", long], ["generate", "--alg", long], ["completion", long],
                          ["explain", long], ["--store", long, "list"], ["judge", "--file", long], ["scan", long], ["new", long]):
            done = self.keep.run(*arguments, code=None)
            self.check(done, arguments[0][:20], {2, 3})

    def test_other_forms_are_told(self):
        """A service that decodes the secret, or uses it with its line break, signs what does not verify; the hint says why."""
        import base64
        import hashlib
        import hmac
        secret = self.keep.json("env", "orders/prod")["JWT_SECRET"]
        def encode(data):
            return base64.urlsafe_b64encode(data).rstrip(b"=")
        now = int(os.path.getmtime(self.keep.store))
        body = encode(b'{"alg":"HS256"}') + b"." + encode(b'{"iat":%d,"exp":%d}' % (now, now + 600))
        for key in (bytes.fromhex(secret), secret.encode() + b"\n", base64.b64encode(secret.encode())):
            token = body + b"." + encode(hmac.new(key, body, hashlib.sha256).digest())
            done = self.keep.run("verify", "orders/prod", token.decode(), code=1)
            self.assertIn(b"bad_signature", done.stderr)
            self.assertIn(b"different forms", done.stderr)
        token = body + b"." + encode(hmac.new(secret.encode(), body, hashlib.sha256).digest())
        self.keep.run("verify", "orders/prod", token.decode())


if __name__ == "__main__":
    unittest.main(verbosity=2)
