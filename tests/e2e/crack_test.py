#!/usr/bin/env python3
"""jwtkeep crack: what it finds, how it is asked, and what becomes of a run that is interrupted."""

import base64
import gzip
import hashlib
import hmac
import json
import os
import resource
import shutil
import signal
import stat
import subprocess
import time
import unittest

import keep

# Nobody has published it.
UNKNOWN = "no list holds this one"


def part(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def token(secret, alg="HS256", **claims):
    """Signed by Python's hmac."""
    key = secret.encode() if isinstance(secret, str) else secret
    text = part(json.dumps({"alg": alg, "typ": "JWT"}).encode()) + "." + part(json.dumps(claims or {"sub": "alice"}).encode())
    digest = getattr(hashlib, "sha" + (alg[2:] if alg.startswith("HS") else "256"))
    return text + "." + part(hmac.new(key, text.encode(), digest).digest())


class CrackCase(unittest.TestCase):
    """With a folder and no store."""

    def setUp(self):
        self.keep = keep.Keep()
        self.addCleanup(self.keep.remove)
        self.folder = self.keep.folder

    def file(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    def crack(self, *arguments, **options):
        return self.keep.run("crack", *arguments, **options)

    def found(self, *arguments, **options):
        """The secrets that are printed, in hashcat's form; None for each token that was not cracked."""
        done = self.keep.run("--json", "crack", "--reveal", *arguments, code=None, **options)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        report = json.loads(done.stdout)
        self.assertEqual(done.returncode, 1 if report["cracked"] else 0)
        return [one.get("secret") for one in report["tokens"]]


class Answers(CrackCase):
    def test_a_published_secret_is_found_and_not_shown(self):
        done = self.crack("--known", token("your-256-bit-secret"), code=1)
        self.assertIn(b"yo***************** (19 bytes), from the known list", done.stdout)
        self.assertNotIn(b"your-256", done.stdout + done.stderr)
        self.assertIn(b"your-256-bit-secret", self.crack("--known", "--reveal", token("your-256-bit-secret"), code=1).stdout)

    def test_a_good_one_is_not(self):
        done = self.crack("--known", token(UNKNOWN))
        self.assertIn(b"0 of 1 cracked: ", done.stdout)
        self.assertIn(b"no proof", done.stderr)

    def test_json(self):
        text = token("changeme", "HS384")
        done = self.keep.run("--json", "crack", "--known", "--threads", "2", text, code=1)
        report = json.loads(done.stdout)
        self.assertEqual(list(report), ["cracked", "exhausted", "candidates", "seconds", "threads", "kernel", "tokens"])
        self.assertEqual((report["cracked"], report["exhausted"], report["threads"]), (True, True, 2))
        self.assertIn(report["kernel"], ("avx512", "avx2", "portable"))
        self.assertEqual(report["tokens"], [{
            "token_sha256": hashlib.sha256(text.encode()).hexdigest(), "alg": "HS384", "cracked": True,
            "from": "the known list", "secret_bytes": 8, "keys": []}])
        self.assertEqual(self.found("--known", text), ["changeme"])
        self.assertEqual(done.stderr, b"")

    def test_tokens_come_in_every_way_and_all_algorithms_at_once(self):
        tokens = [token("secret", "HS512"), token(UNKNOWN), token("changeme"), token("secret", "HS384", sub="bob")]
        expected = ["secret", None, "changeme", "secret"]
        lines = "\n".join(tokens[1:] + tokens[1:]).encode()
        path = self.file("tokens", f"Bearer {tokens[2]}\r\n\r\n  {tokens[3]}")
        self.assertEqual(self.found("--known", *tokens), expected)
        self.assertEqual(self.found("--known", tokens[0], "-", stdin=lines), expected)
        self.assertEqual(self.found("--known", stdin="\n".join(tokens).encode()), expected)
        self.assertEqual(self.found("--known", *tokens[:2], "@" + path), expected)
        text = self.crack("--known", *tokens, code=1).stdout.decode()
        self.assertIn("cracked token 3 of 4, HS256", text)
        self.assertIn("3 of 4 cracked", text)

    def test_what_has_no_secret_is_refused(self):
        for bad, words in {
            token("x", "RS256"): b'alg is "RS256"',
            token("x", "none"): b'alg is "none"',
            "a.b": b"three parts",
            token("secret")[:-43] + part(b"x" * 20): b"20 bytes, and HS256 makes 32",
            "": b"no token",
        }.items():
            done = self.crack("--known", "--", bad, code=2)
            self.assertIn(words, done.stderr)
            self.assertEqual(done.stdout, b"")
        done = self.crack("--known", token("x", "RS256"), token("secret"), code=1)
        self.assertIn(b"warning: token 1 of 2 is left out", done.stderr)
        self.assertIn(b"1 of 1 cracked", done.stdout)
        self.crack("--known", token("x", "RS256"), token("x", "ES256"), code=2)
        self.crack("@" + str(self.folder / "nowhere"), code=2)

    def test_all_of_it_is_in_the_usual_run(self):
        # A published secret with a year behind it: known list under the common rules.
        self.assertEqual(self.found(token("Changeme2024")), ["Changeme2024"])


class Words(CrackCase):
    def test_lists_of_every_kind(self):
        long = b"x" * 10_000_000
        content = b"first\r\nwith\0nul\r\n\xff\xfe\x80\n" + long + b"\n\n$HEX[613a0a]\nlast"
        expected = {
            b"first": "first", b"with\0nul": "$HEX[77697468006e756c]", b"\xff\xfe\x80": "$HEX[fffe80]", b"": "",
            b"a:\n": "$HEX[613a0a]", b"last": "last", long: long.decode(), b"absent": None,
        }
        tokens = "\n".join(token(secret) for secret in expected).encode()
        tokens_file = "@" + self.file("tokens", tokens)
        plain = self.file("list", content)
        packed = self.file("list.gz", gzip.compress(content[:50]) + gzip.compress(content[50:]))
        for source, stdin in ((plain, None), (packed, None), ("-", content), ("-", gzip.compress(content))):
            for threads in ("1", "3"):
                found = self.found("--no-known", "--wordlist", source, "--threads", threads, tokens_file, stdin=stdin)
                self.assertEqual(found, list(expected.values()), source)

    def test_words_are_decoded_where_asked(self):
        words = self.file("words", base64.b64encode(b"\0binary key\xff") + b"\n" + b"hex key".hex().encode() + b"\n")
        tokens = [token(b"\0binary key\xff"), token("hex key")]
        self.assertEqual(self.found("--no-known", "--wordlist", words, *tokens), [None, None])
        self.assertEqual(self.found("--no-known", "--wordlist", words, "--encodings", "raw,base64,hex", *tokens),
                         ["$HEX[0062696e617279206b6579ff]", "hex key"])
        # Published secrets are decoded unasked.
        known = base64.b64decode("c2VjcmV0")
        self.assertEqual(self.found("--known", token(known)), ["secret"])

    def test_rules_and_masks_on_words(self):
        words = self.file("words", "alpha\nomega\n")
        rules = self.file("some.rule", "# mine\nc $1 $!\nr\n")
        more = self.file("more.rule", ":\n^_\n")
        run = lambda secret, *arguments: self.found("--no-known", "--wordlist", words, *arguments, token(secret))[0]
        self.assertEqual(run("Omega1!", "--rules", rules), "Omega1!")
        self.assertEqual(run("_agemo", "--rules", rules, "--rules", more), "_agemo")
        self.assertIsNone(run("omega", "--rules", rules))
        self.assertEqual(run("omega42", "--append-mask", "?d?d"), "omega42")
        self.assertEqual(run("X9alpha", "--prepend-mask", "?1?d", "-1", "XYZ"), "X9alpha")

    def test_masks(self):
        run = lambda secret, *arguments: self.found("--no-known", *arguments, token(secret))[0]
        self.assertEqual(run("zz9!", "--mask", "?l?l?d?s"), "zz9!")
        self.assertEqual(run("b?7", "--mask", "?1???2", "-1", "ab", "-2", "?d"), "b?7")
        self.assertEqual(run("77", "--mask", "?d?d?d?d", "--increment"), "77")
        self.assertIsNone(run("77", "--mask", "?d?d?d?d", "--increment-min", "3"))
        self.assertIsNone(run("777", "--mask", "?d?d?d?d", "--increment-max", "2"))
        self.assertEqual(run("k3", "--mask", self.file("my.hcmask", "# two\n?u?u\nkl,?1?d\n")), "k3")

    def test_what_is_malformed_is_marked(self):
        rule = self.file("bad.rule", "l\nc $1 ?2\n")
        masks = self.file("bad.hcmask", "?l\n?l?d?w\n")
        text = token(UNKNOWN)
        for arguments, words in {
            ("--mask", "?l?l?y?d"): b"error: the mask, position 5: there is no such class\n  ?l?l?y?d\n      ^\nhint:",
            ("--mask", "?3"): b"?3 is not defined",
            ("--mask", "?l", "-1", "?x"): b"the charset ?1: position 1: there is no such class\n  ?x\n  ^\n",
            ("--mask", masks): b"bad.hcmask:2: the mask, position 5",
            ("--rules", rule): b"bad.rule:2: position 6: there is no such function\n  c $1 ?2\n       ^\n",
            ("--mask", "?b" * 9): b"2^63",
            ("--encodings", "rot13"): b'no encoding "rot13"',
            ("--known", "--mask", "?d"): b"only the known list",
            ("--known", "--no-known"): b"both given",
            ("--increment",): b"no mask",
            ("--threads", "100000"): b"at most 1024",
            ("--wordlist", str(self.folder)): b"is a folder",
            ("--wordlist", str(self.folder / "nowhere")): b"No such file",
            ("--export", "john"): b"no export",
            ("-o", "x"): b"--export",
        }.items():
            done = self.crack(*arguments, text, code=2)
            self.assertIn(words, done.stderr)
            self.assertEqual(done.stdout, b"")
        report = json.loads(self.keep.run("--json", "crack", "--mask", "?l?y", text, code=2).stderr)
        self.assertEqual(report["error"]["reason"], "bad_value")
        self.assertEqual(report["error"]["message"], "the mask, position 3: there is no such class")

    def test_a_broken_list_is_the_worlds_failure_and_its_words_count(self):
        content = b"".join(b"word%d\n" % number for number in range(100_000))
        packed = gzip.compress(content)
        path = self.file("cut.gz", packed[: len(packed) // 2])
        done = self.crack("--no-known", "--wordlist", path, token(UNKNOWN), code=3)
        self.assertIn(b"cut off", done.stderr)
        done = self.crack("--no-known", "--wordlist", path, token("word7"), code=1)
        self.assertIn(b"1 of 1 cracked", done.stdout)


class Interrupted(CrackCase):
    """Ctrl-C, and going on."""

    MASK = "?d" * 8
    SECRET = "08000001"

    def start(self, *arguments, **options):
        return subprocess.Popen([keep.BINARY, "crack", *arguments], env={**self.keep.environment, **options.pop("env", {})},
                                stdin=subprocess.DEVNULL if "stdin" not in options else options.pop("stdin"),
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)

    @staticmethod
    def worked(process, seconds=0.1):
        """Waits until it has had this much of a processor."""
        while process.poll() is None:
            with open(f"/proc/{process.pid}/stat", encoding="ascii") as file:
                fields = file.read().rsplit(")", 1)[1].split()
            if (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") > seconds:
                return
            time.sleep(0.01)

    def interrupt(self, process, code=130, number=signal.SIGINT):
        self.worked(process)
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, code, err)
        return out, err

    def test_the_run_goes_on_and_finds(self):
        session = str(self.folder / "run.json")
        text = token(self.SECRET)
        out, err = self.interrupt(self.start("--no-known", "--mask", self.MASK, "--session", session, text))
        self.assertIn(b"0 of 1 cracked so far", out)
        self.assertIn(f"--resume {session}".encode(), err)
        self.assertEqual(stat.S_IMODE(os.stat(session).st_mode), 0o600)
        saved = json.loads((self.folder / "run.json").read_text())
        self.assertNotIn(text, json.dumps(saved))
        self.assertGreater(saved["candidates"], 0)

        # Once more, by another signal, with other threads.
        self.interrupt(self.start("--resume", session, "--threads", "1", text), code=143, number=signal.SIGTERM)
        again = json.loads((self.folder / "run.json").read_text())
        self.assertGreaterEqual(again["candidates"], saved["candidates"])
        self.assertGreaterEqual(again["outer"], saved["outer"])

        done = self.keep.run("--json", "crack", "--resume", session, "--reveal", text, code=1)
        report = json.loads(done.stdout)
        self.assertEqual(report["tokens"][0]["secret"], self.SECRET)
        self.assertNotIn("session", report)
        self.assertFalse(os.path.exists(session))

    def test_a_run_without_a_name_is_kept_too(self):
        text = token(UNKNOWN, "HS512")
        _, err = self.interrupt(self.start("--no-known", "--mask", "?l" * 8, text))
        path = err.decode().split("--resume ")[1].split(" ")[0]
        self.assertTrue(path.startswith(str(self.folder / ".local/state/jwtkeep/crack")), path)
        self.interrupt(self.start("--resume", path, text))

    def test_only_the_same_goes_on(self):
        words = self.file("words", "".join(f"word{number}\n" for number in range(3_000_000)))
        session = str(self.folder / "run.json")
        mine, other = token(UNKNOWN, "HS512"), token("other", "HS512")
        self.interrupt(self.start("--no-known", "--wordlist", words, "--append-mask", "?d?d", "--session", session, mine))
        for arguments, reason in {
            ("--resume", session, other): b"other tokens",
            ("--resume", session, "--mask", "?d", mine): b"what it began with",
            ("--resume", words, mine): b"no session",
            ("--session", session, mine): b"already",
            ("--resume", str(self.folder / "nowhere"), mine): b"No such file",
        }.items():
            self.assertIn(reason, self.crack(*arguments, code=2).stderr)
        with open(words, "a", encoding="ascii") as file:
            file.write("one more\n")
        self.assertIn(b"words has changed", self.crack("--resume", session, mine, code=2).stderr)

    def test_what_had_fallen_before_is_still_told(self):
        session = str(self.folder / "run.json")
        tokens = [token("secret"), token(self.SECRET, "HS256", sub="b")]
        process = self.start("--mask", self.MASK, "--session", session, *tokens)
        self.assertIn(b"cracked token 1 of 2", process.stdout.readline())
        self.interrupt(process)
        report = self.keep.json("crack", "--resume", session, "--reveal", *tokens, code=1)
        self.assertEqual([one["cracked"] for one in report["tokens"]], [True, True])
        self.assertEqual(report["tokens"][0].get("earlier"), True)
        self.assertNotIn("secret", report["tokens"][0])

    def test_a_pipe_that_is_silent_does_not_hold_it(self):
        process = self.start("--no-known", "--wordlist", "-", token("secret"), token("two"), stdin=subprocess.PIPE)
        process.stdin.write(b"secret\n")
        process.stdin.flush()
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=30), 130)
        process.communicate()


class FullDisk(CrackCase):
    """A session that cannot be saved: told, and cracking goes on."""

    def run_unsaved(self, prefix, session, **options):
        """Feeds words only after the failure has been told, so that it is known to go on."""
        process = subprocess.Popen([*prefix, keep.BINARY, "crack", "--no-known", "--wordlist", "-", "--session", session,
                                    token("found"), token(UNKNOWN)],
                                   env=self.keep.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, **options)
        process.stdin.write(b"one\n")
        process.stdin.flush()
        told = process.stderr.readline()
        self.assertIn(b"warning: the session is not saved, and cracking goes on", told)
        return process, told

    def test_beyond_a_limit(self):
        def limited():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (16, 16))

        process, _ = self.run_unsaved([], str(self.folder / "run.json"), preexec_fn=limited)
        out, _ = process.communicate(b"found\n", timeout=60)
        self.assertEqual(process.returncode, 1)
        self.assertIn(b"1 of 2 cracked", out)

    def test_on_a_full_file_system(self):
        place = self.folder / "full"
        place.mkdir()
        script = 'mount -t tmpfs -o size=4k none "$0" && dd if=/dev/zero of="$0/filler" bs=4096 count=1 2>/dev/null && exec "$@"'
        prefix = ["unshare", "--mount", "sh", "-c", script, str(place)]
        if subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode != 0:
            self.skipTest("no file system can be mounted here")
        process, told = self.run_unsaved(prefix, str(place / "run.json"))
        self.assertIn(b"No space left", told)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 3, err)
        self.assertIn(b"No space left", err)


class Potfile(CrackCase):
    def test_it_is_written_read_and_private(self):
        pot = self.folder / "pot"
        tokens = [token("secret"), token(b"a:\xff")]
        words = self.file("words", b"secret\na:\xff\n")
        self.crack("--no-known", "--wordlist", words, "--potfile", str(pot), *tokens, code=1)
        lines = pot.read_text().splitlines()
        self.assertEqual(sorted(lines), sorted([f"{tokens[0]}:secret", f"{tokens[1]}:$HEX[613aff]"]))
        self.assertEqual(stat.S_IMODE(pot.stat().st_mode), 0o600)
        done = self.crack("--no-known", "--mask", "?d", "--potfile", str(pot), *tokens, code=1)
        self.assertEqual(done.stdout.count(b"from the potfile"), 2)
        self.assertEqual(pot.read_text().splitlines(), lines)
        # A lie in it is tried like any other word.
        pot.write_text(f"{tokens[0]}:wrong\n")
        self.assertIn(b"0 of 1 cracked", self.crack("--no-known", "--mask", "?d", "--potfile", str(pot), tokens[0]).stdout)
        pot.chmod(0o644)
        self.assertIn(b"chmod 600", self.crack("--known", "--potfile", str(pot), tokens[0], code=3).stderr)

    def test_one_that_cannot_be_written_is_told(self):
        done = self.crack("--known", "--potfile", str(self.folder / "nowhere/pot"), token("secret"), code=3)
        self.assertIn(b"cracked the HS256 token", done.stdout)
        self.assertIn(b"cannot write the potfile", done.stderr)


class Owners(keep.Case):
    def test_it_tells_whose_it_is_and_how_to_refuse_it(self):
        published = "reallyreallyreallyreallyverysafe"
        self.keep.run("import", "orders/prod", "-", "--form", "text", "--allow-weak", stdin=published.encode())
        kid = self.keep.json("show", "orders/prod")["keys"][0]["kid"]
        text = token(published)
        report = self.keep.json("crack", "--known", text, code=1)
        self.assertEqual(report["tokens"][0]["keys"], [{"keyring": "orders/prod", "kid": kid, "state": "active"}])
        shown = self.keep.run("crack", "--known", text, code=1).stdout.decode()
        self.assertIn(f"it is the key {kid} of orders/prod, active", shown)
        hint = f"jwtkeep rotate orders/prod --compromised {kid}"
        self.assertIn(hint, shown)
        self.keep.run(*hint.split()[1:])
        shown = self.keep.run("crack", "--known", text, code=1).stdout.decode()
        self.assertIn("orders/prod, compromised", shown)
        self.assertNotIn("--compromised", shown)
        # Another's is nobody's here, and a store that does not open is no hindrance.
        self.assertEqual(self.keep.json("crack", "--known", token("secret"), code=1)["tokens"][0]["keys"], [])
        (self.keep.folder / "store.key").rename(self.keep.folder / "elsewhere.key")
        self.assertEqual(self.keep.json("crack", "--known", text, code=1)["tokens"][0]["keys"], [])
        (self.keep.folder / "store.key").write_text("no key")
        done = self.keep.run("crack", "--known", text, code=1)
        self.assertIn(b"is not known", done.stderr)


class Export(CrackCase):
    def test_hashcat_gets_its_files_and_command_lines(self):
        words, rules = self.file("my words", "found\n"), self.file("a.rule", "u\n")
        tokens = str(self.folder / "jwts")
        report = self.keep.json("crack", "--export", "hashcat", "-o", tokens, "--wordlist", words, "--rules", rules,
                                "--mask", "?1?l", "-1", "?d?s", "--increment", token("FOUND"))
        self.assertEqual(report["files"], [tokens, tokens + ".known"])
        self.assertEqual(report["commands"], [
            f"hashcat -m 16500 -a 0 {tokens} {tokens}.known",
            f"hashcat -m 16500 -a 0 {tokens} '{words}' -r {rules}",
            f"hashcat -m 16500 -a 3 -1 '?d?s' --increment --increment-min 1 {tokens} '?1?l'"])
        self.assertEqual((self.folder / "jwts").read_text(), token("FOUND") + "\n")
        self.assertEqual(stat.S_IMODE(os.stat(tokens).st_mode), 0o600)
        self.assertIn(b"File exists", self.crack("--export", "hashcat", "-o", tokens, token("x"), code=2).stderr)
        usual = self.crack("--export", "hashcat", "-o", tokens + "2", token("x")).stdout.decode().splitlines()
        self.assertEqual(len(usual), 3)
        self.assertTrue(usual[2].endswith("jwts2.hcmask"))
        hybrid = self.crack("--export", "hashcat", "-o", tokens + "3", "--no-known", "--wordlist", words, "--append-mask", "?d",
                            token("x")).stdout.decode()
        self.assertIn(f"-a 6 {tokens}3 '{words}' '?d'", hybrid)


if __name__ == "__main__":
    unittest.main()
