#!/usr/bin/env python3
"""Who trusts a compromised key until when: `show` as text and as JSON, with and without destinations."""

import fcntl
import json
import os
import pty
import re
import signal
import struct
import subprocess
import termios
import time
import unittest
from datetime import datetime, timedelta

import keep


def instant(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


class Emergency(keep.Case):
    def steal(self, name):
        """Marks the signing key of `name` as compromised, and gives its kid."""
        kid = next(key["kid"] for key in self.keep.json("show", name)["keys"] if key["state"] == "active")
        self.keep.run("rotate", name, "--compromised", kid)
        return kid

    def clock(self, name):
        (clock,) = self.keep.json("show", name)["emergency"]
        return clock, {told["name"]: told for told in clock["verifiers"]}

    def on_a_terminal(self, columns, *arguments, **environment):
        """What a command prints on a terminal of that width."""
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        with subprocess.Popen([keep.BINARY, *arguments], stdout=theirs, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                              env={**self.keep.environment, "TERM": "xterm", **environment}) as child:
            os.close(theirs)
            seen = b""
            while True:
                try:
                    piece = os.read(ours, 65536)
                except OSError:  # how Linux says that the other end is closed
                    piece = b""
                if not piece:
                    break
                seen += piece
            os.close(ours)
        self.assertEqual(child.returncode, 0)
        return seen.decode().replace("\r\n", "\n")

    def test_each_verifier_has_its_time(self):
        self.keep.run("new", "web/prod", "--alg", "ES256", "--skew", "30s", "--verifiers",
                      "node-jwks-rsa,spring,microsoft-identitymodel")
        shown = self.keep.json("show", "web/prod")
        self.assertEqual(shown["policy"]["propagation_s"], 12 * 3600)
        self.assertEqual(shown["policy"]["verifiers"], ["node-jwks-rsa", "spring", "microsoft-identitymodel"])
        self.assertEqual([told["cache_age_s"] for told in shown["verifiers"]], [600, 300, 12 * 3600])
        self.assertEqual(shown["emergency"], [])
        kid = self.steal("web/prod")
        clock, verifiers = self.clock("web/prod")
        self.assertEqual((clock["kid"], clock["over"], clock["left_at"]), (kid, False, clock["compromised_at"]))
        stolen = instant(clock["compromised_at"])
        for name, cache in (("node-jwks-rsa", 600), ("spring", 300), ("microsoft-identitymodel", 12 * 3600)):
            self.assertEqual(instant(verifiers[name]["stops_at"]), stolen + timedelta(seconds=cache + 30), name)
            self.assertEqual(verifiers[name]["trust"], "ends", name)
            self.assertLessEqual(verifiers[name]["left_s"], cache + 30)
            self.assertGreater(verifiers[name]["left_s"], cache - 60)
        self.assertEqual(verifiers["jwtkeep"]["trust"], "over")
        self.assertEqual(verifiers["jwtkeep"]["left_s"], 0)
        self.assertEqual(clock["others"]["stops_at"], verifiers["microsoft-identitymodel"]["stops_at"])

    def test_times_pass(self):
        self.keep.run("new", "web/prod", "--alg", "ES256", "--skew", "1s", "--verifiers", "jwtkeep", "--propagation", "1s")
        self.keep.run("new", "slow/prod", "--alg", "ES256", "--verifiers", "go-oidc", "--propagation", "1s", "--skew", "0s")
        kid = self.steal("web/prod")
        self.steal("slow/prod")
        self.assertEqual(self.clock("web/prod")[0]["others"]["trust"], "ends")
        time.sleep(2.5)
        clock, _ = self.clock("web/prod")
        self.assertTrue(clock["over"])
        self.assertEqual(clock["others"]["left_s"], 0)
        text = self.keep.text("show", "web/prod")
        self.assertIn(f"{kid[:8]} compromised", text)
        self.assertIn("have stopped trusting it", " ".join(text.split()))
        self.assertNotIn("TRUSTS IT UNTIL", text)
        clock, verifiers = self.clock("slow/prod")
        self.assertFalse(clock["over"])
        self.assertEqual(verifiers["go-oidc"], {"name": "go-oidc", "trust": "unbounded"})
        text = " ".join(self.keep.text("show", "slow/prod").split())
        self.assertRegex(text, r"go-oidc +never ends +you restart it +no end")
        self.assertIn("Restart every one of them now", text)

    def test_it_fits_the_terminal(self):
        self.keep.run("new", "web/prod", "--alg", "ES256", "--propagation", "13h", "--verifiers",
                      "node-jwks-rsa,spring,microsoft-identitymodel,pyjwkclient-cache-keys,jwtkeep-remote-jwks,go-oidc,jose")
        before = self.keep.text("show", "web/prod")
        self.assertIn("verifiers keep a key for: node-jwks-rsa 10m", before)
        self.steal("web/prod")
        for columns in (80, 120):
            text = self.on_a_terminal(columns, "show", "web/prod")
            self.assertIn("\x1b[31m", text)
            plain = re.sub(r"\x1b\[\d*m", "", text)
            clock = plain[plain.index("who still trusts it"):plain.index("  next:")]
            for line in clock.splitlines():
                self.assertLessEqual(len(line), columns, line)
            self.assertNotIn("\x1b", self.on_a_terminal(columns, "show", "web/prod", NO_COLOR="1"))
            # The list of all of them, too.
            listed = self.on_a_terminal(columns, "verifiers")
            self.assertLessEqual(max(map(len, listed.splitlines())), columns)
            self.assertEqual("ON AN UNKNOWN KID" in listed, columns == 120)

    def test_a_process_that_has_not_confirmed_holds_the_clock(self):
        self.keep.run("new", "web/prod", "--alg", "ES256", "--verifiers", "spring", "--propagation", "1h")
        with subprocess.Popen([keep.BINARY, "run", "--watch", "web/prod", "--", "sleep", "60"], stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=self.keep.environment) as watch:
            self.addCleanup(watch.kill)
            self.until(lambda: self.keep.json("show", "web/prod")["destinations"])
            # A process that stands still confirms nothing.
            watch.send_signal(signal.SIGSTOP)
            self.steal("web/prod")
            clock, verifiers = self.clock("web/prod")
            self.assertNotIn("gone_at", clock)
            self.assertEqual(verifiers["spring"], {"name": "spring", "trust": "waits"})
            self.assertEqual(verifiers["jwtkeep"]["trust"], "over")
            self.assertEqual(clock["destinations"][0]["trust"], "waits")
            text = " ".join(self.keep.text("show", "web/prod").split())
            self.assertRegex(text, r"spring +5m +a destination waits +not begun")
            self.assertIn("has not confirmed that the key is gone", text)
            watch.send_signal(signal.SIGCONT)
            self.until(lambda: "gone_at" in self.clock("web/prod")[0])
            clock, verifiers = self.clock("web/prod")
            self.assertEqual(instant(verifiers["spring"]["stops_at"]), instant(clock["gone_at"]) + timedelta(minutes=6))
            self.assertEqual(clock["destinations"][0]["removed_at"], clock["gone_at"])
            watch.terminate()
            watch.wait(30)

    def until(self, holds):
        end = time.monotonic() + 40
        while not holds():
            if time.monotonic() > end:
                self.fail("it did not come about")
            time.sleep(0.1)

    def test_a_symmetric_secret_is_held_not_fetched(self):
        done = self.keep.run("new", "orders/prod", "--verifiers", "spring")
        self.assertIn(b"HS256 is symmetric", done.stderr)
        self.steal("orders/prod")
        clock, verifiers = self.clock("orders/prod")
        self.assertEqual(set(verifiers), {"jwtkeep"})
        self.assertEqual(clock["others"], {"trust": "unbounded"})
        text = " ".join(self.keep.text("show", "orders/prod").split())
        self.assertIn("HS256 verifiers hold the secret itself", text)
        self.assertRegex(text, r"copies of the secret +as they are +you restart it +no end")

    def test_the_names_come_through_backup_and_restore(self):
        self.keep.run("new", "web/prod", "--alg", "EdDSA", "--verifiers", "jose,istio")
        self.steal("web/prod")
        backup = str(self.keep.folder / "backup")
        self.keep.run("backup", backup)
        restored = {"JWTKEEP_STORE": str(self.keep.folder / "restored.db")}
        self.keep.run("restore", backup, **restored)
        before, after = self.keep.json("show", "web/prod"), self.keep.json("show", "web/prod", **restored)
        self.assertEqual(after["policy"], before["policy"])
        self.assertEqual(after["policy"]["verifiers"], ["jose", "istio"])
        for told in (*before["emergency"][0]["verifiers"], *after["emergency"][0]["verifiers"],
                     before["emergency"][0]["others"], after["emergency"][0]["others"]):
            told.pop("left_s")  # the one thing that is of the moment
        self.assertEqual(after["emergency"], before["emergency"])

    def test_import_takes_them_as_well(self):
        key = self.keep.text("generate", "--alg", "ES256", "--format", "pem")
        self.keep.run("import", "web/prod", "--verifiers", "kong", "-", stdin=key.encode())
        self.assertEqual(self.keep.json("show", "web/prod")["policy"]["propagation_s"], 3600)

    def test_the_table_is_documented(self):
        """Every member of `verifiers --json` and of `emergency` is named on its page."""
        for page, entries in (("verifiers", self.keep.json("verifiers")), ("show", self.emergency_parts())):
            text = (keep.SOURCE / "docs" / "commands" / f"{page}.md").read_text(encoding="utf-8").partition("## --json")[2]
            documented = set(re.findall(r"`([a-z0-9_]+)`", text))
            for entry in entries:
                self.assertFalse(set(entry) - documented, f"{page}: {set(entry) - documented}")
        self.assertEqual([entry["name"] for entry in self.keep.json("verifiers")],
                         self.keep.text("verifiers", "--names").splitlines())

    def emergency_parts(self):
        self.keep.run("new", "doc/prod", "--alg", "EdDSA", "--verifiers", "jose")
        self.steal("doc/prod")
        (clock,) = self.keep.json("show", "doc/prod")["emergency"]
        return [clock, clock["others"], *clock["verifiers"], *clock["destinations"]]

    def test_errors_are_json_too(self):
        done = self.keep.run("--json", "new", "web/prod", "--verifiers", "sprnig", code=2)
        error = json.loads(done.stderr)["error"]
        self.assertIn("did you mean spring?", error["hint"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
