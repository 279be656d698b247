#!/usr/bin/env python3
"""Every command is run with known secrets; then their bytes are looked for wherever they must not be."""

import base64
import glob
import re
import shutil
import subprocess
import tempfile
import threading
import unittest
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

import keep

SECRET = "7f3a9c51e08b46d2a9f0c3e57b1d8426f5ea90c1b37d4826e6f10b9c5d2a7384"  # 64 hex digits drawn at random for this test
PASSPHRASE = "zebra-copper-lantern-mosaic-tundra-violin"


def key_pairs():
    """Fresh key pairs from a stranger: algorithm -> (PEM, the numbers that are secret)."""
    elliptic, edwards = ec.generate_private_key(ec.SECP256R1()), ed25519.Ed25519PrivateKey.generate()
    rsa_key = rsa.generate_private_key(65537, 2048)
    numbers = rsa_key.private_numbers()
    secrets = {
        "ES256": [elliptic.private_numbers().private_value.to_bytes(32, "big")],
        "EdDSA": [edwards.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())],
        "RS256": [numbers.d.to_bytes(256, "big")] + [
            number.to_bytes(128, "big") for number in (numbers.p, numbers.q, numbers.dmp1, numbers.dmq1, numbers.iqmp)],
    }
    return {alg: (key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), secrets[alg])
            for alg, key in (("ES256", elliptic), ("EdDSA", edwards), ("RS256", rsa_key))}


def forms(secret):
    """A secret's bytes as they might be written down: as they are, from the end (as OpenSSL holds a number), decoded,
    hex, base64 in three alignments."""
    pieces = {secret}
    if re.fullmatch(rb"[0-9a-f]+", secret):
        pieces.add(bytes.fromhex(secret.decode()))
    found = pieces | {secret[::-1]}
    for piece in pieces:
        found.add(piece.hex().encode())
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            for shift in range(3):
                # Within a longer text the secret may begin at any of three places of a group; its middle is the same.
                text = encode(b"\0" * shift + piece).rstrip(b"=")
                found.add(text[4:-4] if shift else text[:-4])
    return [form for form in found if len(form) >= 16]


class Leak(keep.Case):
    def setUp(self):
        super().setUp()
        self.folder = tempfile.mkdtemp(prefix="jwtkeep-leak-")
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.secret = Path(self.folder, "secret")
        self.secret.write_text(SECRET)
        self.seen_argv, self.called = [], set()

    def commands(self, *parents):
        """Every command that the help lists, with its parents."""
        listed = self.keep.text(*parents, "--help").partition("Subcommands:\n")[2].split("\n\n")[0]
        for name in re.findall(r"^  ([a-z]+)\b", listed, re.MULTILINE):
            yield (*parents, name)
            yield from self.commands(*parents, name)

    def watched(self, *arguments, code=0, **options):
        """Runs a command and remembers its argument list as /proc shows it."""
        words = [word for word in arguments if not word.startswith("--")]
        self.called.update(tuple(words[:count]) for count in (1, 2))
        stop = threading.Event()

        def look():
            while not stop.is_set():
                for path in glob.glob("/proc/[0-9]*/cmdline"):
                    try:
                        self.seen_argv.append(Path(path).read_bytes())
                    except OSError:
                        pass

        watcher = threading.Thread(target=look)
        watcher.start()
        try:
            return self.keep.run(*arguments, code=code, **options)
        finally:
            stop.set()
            watcher.join()

    def assert_clean(self, data, where, secret=SECRET):
        unwrapped = data.replace(b"\n", b"")  # PEM and others break base64 into lines
        for form in forms(secret.encode() if isinstance(secret, str) else secret):
            self.assertFalse(form in data or form in unwrapped, f"{where} holds the secret as {form[:6]!r}...")

    def who_has_access(self, run):
        """An access token is shown by the command that makes it, and by nothing after it."""
        token = run("access", "add", "ci", "--grant", "orders/prod: sign").stdout.strip()
        self.assertTrue(token.startswith(b"jka_"), token[:4])
        outputs = {name: run(*arguments) for name, arguments in {
            "access grant": ["access", "grant", "ci", "orders/*: verify"],
            "access withdraw": ["access", "withdraw", "ci", "orders/prod: sign"],
            "access list": ["access", "list"], "access list json": ["--json", "access", "list", "--all"],
            "access in the log": ["--json", "log", "--limit", "0"], "serve check": ["serve", "--check"],
            "access revoke": ["access", "revoke", "ci"], "access prune": ["access", "prune"],
        }.items()}
        for name, done in outputs.items():
            self.assert_clean(done.stdout + done.stderr, name, token)
        for argv in self.seen_argv:
            self.assertNotIn(token, argv)
        return outputs

    def test_no_command_shows_a_secret_it_was_not_asked_for(self):
        run = self.watched
        outputs = {"import": run("import", "orders/prod", "--file", str(self.secret), "--form", "text", "--ttl", "1h",
                                 "--propagation", "0s", "--skew", "0s")}
        outputs["import again"] = run("import", "orders/prod", "--file", str(self.secret), "--form", "text", code=2)
        outputs["shared"] = run("import", "orders/dev", "--env", "THE_SECRET", "--form", "text", THE_SECRET=SECRET)
        self.assertIn(b"orders/prod", outputs["shared"].stderr)
        outputs["judge"] = run("judge", "--file", str(self.secret), "--context", "orders")
        outputs["judge stdin"] = run("judge", "-", stdin=SECRET.encode())
        outputs["judge weak"] = run("judge", "-", stdin=SECRET[:20].encode(), code=1)
        token = run("sign", "orders/prod", "--sub", "alice").stdout.decode().strip()
        for name, arguments in {
            "list": ["list"], "list json": ["--json", "list"], "show": ["show", "orders/prod"],
            "show json": ["--json", "show", "orders/prod"], "history": ["history", "orders/prod"],
            "sign json": ["--json", "sign", "orders/prod"], "verify": ["verify", "orders/prod", token],
            "inspect": ["inspect", token], "dry run": ["rotate", "orders/prod", "--dry-run"],
            "log": ["log"], "log json": ["--json", "log"], "log verify": ["log", "verify"],
        }.items():
            outputs[name] = run(*arguments)
        outputs["verify broken"] = run("verify", "orders/prod", token[:-4] + "AAAA", code=1)
        outputs["export refused"] = run("export", "jwks", "orders/prod", code=2)
        guess = ("crack", token, "--no-known", "--wordlist", str(self.secret))
        outputs["crack"] = run(*guess, code=1)
        self.assertIn(b"orders/prod", outputs["crack"].stdout + outputs["crack"].stderr)
        outputs["crack json"] = run("--json", *guess, code=1)
        forge = ("probe", "http://127.0.0.1:1/", "--keyring", "orders/prod")
        outputs["probe dry run"] = run(*forge, "--dry-run")
        outputs["probe dry run json"] = run("--json", *forge, "--dry-run")
        outputs["probe of nobody"] = run(*forge, code=3)
        outputs["run"] = run("run", "orders/prod", "--", "true")
        env_file = Path(self.folder, "env")
        outputs["env to a file"] = run("env", "orders/prod", "-o", str(env_file))
        self.assertIn(SECRET, env_file.read_text())
        outputs["export to a file"] = run("export", "jwk", "orders/prod", "--private", "-o", f"{self.folder}/jwk")
        place = f"dotenv:{self.folder}/synced"
        outputs["sync add"] = run("sync", "add", "orders/prod", place)
        self.assertIn(SECRET, Path(self.folder, "synced").read_text())
        outputs["inventory"] = run("export", "inventory")
        outputs["inventory to a file"] = run("export", "inventory", "-o", f"{self.folder}/inventory")
        tree = Path(self.folder, "tree")
        tree.mkdir()
        Path(tree, "auth.js").write_text(f'require("jsonwebtoken").sign(user, "{SECRET}")')
        Path(tree, "token.txt").write_text(token)
        for form in ("text", "json", "sarif", "html", "github"):
            outputs[f"scan {form}"] = run("scan", str(tree), "--format", form, code=1)
        outputs["scan to files"] = run("scan", str(tree), "-o", f"{self.folder}/report", "--write-baseline",
                                       f"{self.folder}/baseline")
        self.assertIn(b"orders/prod", outputs["scan text"].stdout)
        outputs["rotate"] = run("rotate", "orders/prod")
        for part in ("list", "status", "push"):
            outputs[f"sync {part}"] = run("sync", part)
            outputs[f"sync {part} json"] = run("--json", "sync", part)
        Path(self.folder, "synced").write_bytes(b"JWT_SECRET=x")
        outputs["sync drift"] = run("sync", "push")
        outputs["doctor"] = run("doctor", code=1)
        outputs["doctor json"] = run("--json", "doctor", code=1)
        outputs["sync remove"] = run("sync", "remove", "orders/prod", place)
        kid = self.keep.json("show", "orders/dev")["keys"][0]["kid"]
        outputs["compromise"] = run("rotate", "orders/dev", "--compromised", kid)
        outputs["backup"] = run("backup", f"{self.folder}/backup")
        outputs["restore"] = run("restore", f"{self.folder}/backup", JWTKEEP_STORE=f"{self.folder}/restored.db")
        outputs["migrate"] = run("store", "migrate", str(self.keep.store), f"{self.folder}/moved.db")
        outputs["openers"] = run("store", "openers")
        outputs["rekey"] = run("store", "rekey", "--keep-old", "--to", "passphrase", JWTKEEP_NEW_PASSPHRASE=PASSPHRASE)
        self.assert_clean(outputs["rekey"].stdout + outputs["rekey"].stderr, "rekey", PASSPHRASE)
        outputs.update(self.who_has_access(run))
        outputs.update(self.without_the_store(run))
        listed = set(self.commands())
        self.assertGreater(len(listed), 20)
        unseen = listed - self.called
        self.assertFalse(unseen, f"these commands were not run: {unseen}")
        for name, done in outputs.items():
            self.assert_clean(done.stdout, f"stdout of {name}")
            self.assert_clean(done.stderr, f"stderr of {name}")
        written = [Path(self.folder, name) for name in ("backup", "inventory", "report", "baseline")]
        for path in [*self.keep.folder.iterdir(), *written, *Path(self.folder).glob("restored.db*"),
                     *Path(self.folder).glob("moved.db*")]:
            if path.is_file():
                self.assert_clean(path.read_bytes(), f"the file {path.name}")
        self.assertTrue(any(b"import" in argv for argv in self.seen_argv), "no argument list was seen")
        for argv in self.seen_argv:
            self.assert_clean(argv, "an argument list")

    def without_the_store(self, run):
        """The commands that use the secret from elsewhere, and those that could only meet it by mistake."""
        known, outputs = {"THE_SECRET": SECRET}, {}
        outputs["init"] = run("init", JWTKEEP_STORE=f"{self.folder}/x.db", JWTKEEP_KEYFILE=f"{self.folder}/x.key", **known)
        outputs["new"] = run("new", "search/prod", **known)
        outputs["completion"] = run("completion", "bash", **known)
        outputs["verifiers"] = run("verifiers", **known)
        outputs["explain"] = run("explain", **known)
        made = Path(self.folder, "made")
        outputs["generate"] = run("generate", "-o", str(made), **known)
        self.assert_clean(outputs["generate"].stdout + outputs["generate"].stderr, "generate -o", made.read_text().strip())
        outputs["signed"] = run("sign", "--secret-env", "THE_SECRET", "--sub", "alice", **known)
        token = outputs["signed"].stdout.decode().strip()
        outputs["verified"] = run("verify", "--secret", str(self.secret), token)
        outputs["encrypt"] = run("encrypt", "--password-env", "THE_SECRET", "--p2c", "1000", "--sub", "alice", **known)
        sealed = outputs["encrypt"].stdout.decode().strip()
        outputs["decrypt"] = run("decrypt", "--password-env", "THE_SECRET", sealed, **known)
        outputs["not decrypted"] = run("decrypt", "--password-env", "THE_SECRET", sealed, code=1, THE_SECRET=SECRET + "x")
        outputs["export pem"] = run("export", "pem", "orders/prod", code=2)
        return outputs

    def test_no_command_shows_a_private_key_it_was_not_asked_for(self):
        for alg, (pem, secrets) in key_pairs().items():
            name, run, outputs = f"billing/{alg.lower()}", self.watched, {}
            self.secret.write_bytes(pem)
            for secret in secrets[:1]:  # or their absence elsewhere would prove nothing
                self.assertRaises(AssertionError, self.assert_clean, pem, "the PEM", secret)
            outputs["import"] = run("import", name, "--file", str(self.secret), "--alg", alg, "--propagation", "0s",
                                    "--skew", "0s")
            outputs["import again"] = run("import", name, "--file", str(self.secret), code=2)
            outputs["judge"] = run("judge", "--file", str(self.secret), code=None)
            token = run("sign", name, "--sub", "alice").stdout.decode().strip()
            for what, arguments in {
                "sign json": ["--json", "sign", name], "verify": ["verify", name, token], "show": ["show", name],
                "show json": ["--json", "show", name], "list": ["list"], "history": ["history", name],
                "jwks": ["export", "jwks", name], "jwk": ["export", "jwk", name], "pem": ["export", "pem", name],
                "env": ["env", name], "run": ["run", name, "--", "env"], "log": ["log"],
                "private to a file": ["export", "pem", name, "--private", "-o", f"{self.folder}/{alg}.pem"],
                "rotate": ["rotate", name], "backup": ["backup", f"{self.folder}/{alg}.backup"],
            }.items():
                outputs[what] = run(*arguments)
            for secret in secrets:
                for what, done in outputs.items():
                    self.assert_clean(done.stdout, f"{alg}: stdout of {what}", secret)
                    self.assert_clean(done.stderr, f"{alg}: stderr of {what}", secret)
                for path in [*self.keep.folder.iterdir(), Path(self.folder, f"{alg}.backup")]:
                    if path.is_file():
                        self.assert_clean(path.read_bytes(), f"{alg}: the file {path.name}", secret)
                self.assert_clean(b"\n".join(set(self.seen_argv)), f"{alg}: an argument list", secret)

    def test_a_passphrase_is_nowhere(self):
        other = keep.Keep()
        self.addCleanup(other.remove)
        del other.environment["JWTKEEP_KEYFILE"]
        other.environment["JWTKEEP_PASSPHRASE"] = PASSPHRASE
        self.assert_clean(other.run("init").stderr, "stderr of init", PASSPHRASE)
        other.run("new", "orders/prod")
        seen = other.run("run", "orders/prod", "--", "env").stdout
        self.assert_clean(seen, "the child's environment", PASSPHRASE)
        refused = other.run("list", code=3, JWTKEEP_PASSPHRASE=PASSPHRASE + "x")
        self.assert_clean(refused.stderr, "stderr of a wrong passphrase", PASSPHRASE)
        for path in other.folder.iterdir():
            if path.is_file():
                self.assert_clean(path.read_bytes(), f"the file {path.name}", PASSPHRASE)

    def core_of(self, arguments, everything=False, at="HMAC_Final", after=False):
        """A core dump, written by gdb, of a command that signs, when the library's function `at` is called with the key
        (or when it has returned); with `everything` also of what is marked to be left out of dumps."""
        core = Path(self.folder, "core")
        script = ["-ex", f"set dump-excluded-mappings {'on' if everything else 'off'}",
                  "-ex", f"set use-coredump-filter {'off' if everything else 'on'}",
                  "-ex", "set breakpoint pending on", "-ex", "set debuginfod enabled off",
                  "-ex", "break jwtkeep::jose::sign_compact", "-ex", "run", "-ex", f"break {at}", "-ex", "continue",
                  *(["-ex", "finish"] if after else []), "-ex", f"generate-core-file {core}", "-ex", "kill"]
        done = subprocess.run(["gdb", "-batch", "-nx", *script, "--args", keep.BINARY, *arguments], check=False,
                              env=self.keep.environment, capture_output=True, stdin=subprocess.DEVNULL, timeout=120)
        self.assertTrue(core.exists(), f"no core dump:\n{done.stdout.decode()}{done.stderr.decode()}")
        data = core.read_bytes()
        self.assertTrue(b"orders/prod" in data or b"billing/" in data, "this dump holds nothing of the program")
        core.unlink()
        return data

    @unittest.skipUnless(shutil.which("gdb"), "gdb is not installed")
    def test_a_core_dump_amidst_signing_holds_no_secret(self):
        self.keep.run("import", "orders/prod", "--file", str(self.secret), "--form", "text")
        sign = ["sign", "orders/prod", "--sub", "alice"]
        # The secret is in memory at that moment, or its absence from the dump would prove nothing.
        self.assertTrue(SECRET.encode() in self.core_of(sign, everything=True), "the secret is not even in use")
        self.assert_clean(self.core_of(sign), "a core dump while signing")

    @unittest.skipUnless(shutil.which("gdb"), "gdb is not installed")
    def test_a_core_dump_amidst_signing_holds_no_private_key(self):
        """Not RSA's: its numbers lie on OpenSSL's ordinary heap while they are in use (docs/threat-model.md)."""
        pairs = key_pairs()
        for alg, at in (("ES256", "EVP_PKEY_sign"), ("EdDSA", "crypto_sign_ed25519_detached")):
            pem, (secret,) = pairs[alg]
            self.secret.write_bytes(pem)
            self.keep.run("import", f"billing/{alg.lower()}", "--file", str(self.secret), "--alg", alg)
            sign = ["sign", f"billing/{alg.lower()}", "--sub", "alice"]
            whole = self.core_of(sign, everything=True, at=at)
            self.assertTrue(secret in whole or secret[::-1] in whole, f"{alg}: the key is not even in use")
            for after in (False, True):
                self.assert_clean(self.core_of(sign, at=at, after=after), f"{alg}: a core dump while signing", secret)

    def test_a_running_watcher_keeps_no_secret(self):
        """`run --watch` lives long: its own memory, all of it, is read while its child runs."""
        self.keep.run("import", "orders/prod", "--file", str(self.secret), "--form", "text")
        process = subprocess.Popen([keep.BINARY, "run", "--watch", "orders/prod", "--", "sh", "-c", "echo up; read x"],
                                   env=self.keep.environment, stdout=subprocess.PIPE, stdin=subprocess.PIPE)
        try:
            self.assertEqual(process.stdout.readline(), b"up\n")
            ordinary, guarded = b"", 0
            with open(f"/proc/{process.pid}/smaps", encoding="utf-8") as smaps, \
                    open(f"/proc/{process.pid}/mem", "rb", buffering=0) as memory:
                for region in re.split(r"\n(?=[0-9a-f]+-[0-9a-f]+ )", smaps.read()):
                    start, end = (int(x, 16) for x in region.split(" ", 1)[0].split("-"))
                    flags = re.search(r"VmFlags: (.*)", region)
                    if not region.split(" ")[1].startswith("r") or "[v" in region.split("\n")[0]:
                        continue
                    if flags and " dd" in " " + flags.group(1):  # left out of core dumps: SecretBytes
                        guarded += 1
                        continue
                    memory.seek(start)
                    try:
                        ordinary += memory.read(end - start)
                    except OSError:  # pages behind the end of a mapped file
                        continue
            self.assert_clean(ordinary, "the watcher's ordinary memory")
            self.assertGreater(len(ordinary), 100_000)
        finally:
            process.stdin.close()
            process.stdout.close()
            process.wait(timeout=20)


if __name__ == "__main__":
    unittest.main(verbosity=2)
