#!/usr/bin/env python3
"""`jwtkeep scan` as its users meet it: trees, histories, what is staged, and whose a finding is."""

import base64
import json
import os
import stat
import unittest

import scan_tree
from scan_tree import STRANGER, source_with


class Scan(scan_tree.Tree):
    def test_nothing_is_found_where_nothing_is(self):
        self.write("a.js", "console.log(process.env.JWT_SECRET)\n")
        done = self.scan(code=0)
        self.assertIn("nothing found", done.stdout.decode())
        report = self.json(code=0)
        self.assertEqual((report["findings"], report["complete"], report["looked_at"]["files"]), ([], True, 1))

    def test_a_live_key_is_critical_in_every_form(self):
        raw = self.secret.encode()
        forms = {"as it is": self.secret, "base64": base64.b64encode(raw).decode(),
                 "base64 with a line end": base64.b64encode(raw + b"\n").decode()}
        for name, form in forms.items():
            with self.subTest(form=name):
                self.secrets.append(form)
                self.write("src/auth.js", source_with(form))
                found = self.json()["findings"]
                self.assertEqual(len(found), 1, found)
                self.assertEqual((found[0]["severity"], found[0]["path"], found[0]["line"]), ("critical", "src/auth.js", 2))
                owner = found[0]["owners"][0]
                self.assertEqual((owner["keyring"], owner["kid"], owner["state"], owner["live"]),
                                 ("orders/prod", self.kid, "active", True))
        text = self.scan().stdout.decode()
        self.assertIn(f"this is the LIVE key {self.kid} of orders/prod", text)
        self.assertIn(f"jwtkeep rotate orders/prod --compromised {self.kid}", text)

    def test_private_keys_and_tokens_are_known(self):
        jwk = self.keep.text("export", "jwk", "login/prod", "--private")
        self.secrets.append(json.loads(jwk)["d"])
        pem = self.keep.text("export", "pem", "login/prod", "--private")
        token = self.keep.text("sign", "orders/prod", "--sub", "alice")
        self.secrets.append(token.rpartition(".")[2])
        self.write("key.json", jwk)
        self.write("key.pem", pem + "\n")
        self.write("session.txt", f"Authorization: Bearer {token}\n")
        found = {each["path"]: each for each in self.json()["findings"]}
        self.assertEqual(set(found), {"key.json", "key.pem", "session.txt"})
        for path in ("key.json", "key.pem"):
            self.assertEqual([owner["keyring"] for owner in found[path]["owners"]], ["login/prod"], path)
            self.assertEqual(found[path]["severity"], "critical")
        self.assertEqual(found["session.txt"]["token"]["standing"], "valid")
        self.assertEqual(found["session.txt"]["owners"][0]["by_kid_alone"], False)
        self.assertIn("signed by the LIVE key", self.scan("session.txt").stdout.decode())

    def test_rotate_compromises_the_keys_that_are_found_and_no_others(self):
        token = self.keep.text("sign", "login/prod", "--sub", "alice")
        self.write("session.txt", f"Authorization: Bearer {token}\n")
        self.write("src/auth.js", source_with(self.secret))
        report = self.json("--rotate")
        self.assertEqual([(each["keyring"], each["kid"], each["failed"]) for each in report["rotations"]],
                         [("orders/prod", self.kid, None)])
        states = {key["kid"]: key["state"] for key in self.keep.json("show", "orders/prod")["keys"]}
        self.assertEqual(states[self.kid], "compromised")
        self.assertIn("active", states.values())
        self.assertNotIn("compromised", [key["state"] for key in self.keep.json("show", "login/prod")["keys"]])
        again = self.json("--rotate")
        self.assertEqual(again["rotations"], [])
        self.assertIn("compromised", [owner["state"] for each in again["findings"] for owner in each["owners"]])

    def test_an_inventory_says_the_same_without_the_store(self):
        inventory = self.keep.folder / "inventory.json"
        self.keep.run("export", "inventory", "-o", str(inventory))
        self.assertEqual(stat.S_IMODE(inventory.stat().st_mode), 0o600)
        text = inventory.read_text()
        self.assertNotIn(self.secret, text)
        listed = json.loads(text)
        self.assertEqual({key["keyring"] for key in listed["keys"]}, {"orders/prod", "login/prod"})
        other = json.loads(self.keep.run("export", "inventory", "orders/prod").stdout)
        self.assertEqual({key["keyring"] for key in other["keys"]}, {"orders/prod"})
        fingerprints = [{key.get("fingerprint") for key in each["keys"]} - {None} for each in (listed, other)]
        self.assertFalse(fingerprints[0] & fingerprints[1], "two inventories can be compared")
        self.assertIn("inventory.export", self.keep.text("log"))
        away = {"JWTKEEP_STORE": str(self.tree / "none.db")}
        self.write("src/auth.js", source_with(self.secret))
        token = self.keep.text("sign", "orders/prod", "--sub", "alice")
        self.write("session.txt", f"Authorization: Bearer {token}\n")
        nobody = self.json(environment=away)["findings"]
        self.assertEqual([each["owners"] for each in nobody], [[], []])
        found = {each["path"]: each for each in self.json("--inventory", str(inventory), environment=away)["findings"]}
        self.assertEqual(found["src/auth.js"]["owners"][0]["keyring"], "orders/prod")
        self.assertEqual(found["src/auth.js"]["severity"], "critical")
        self.assertTrue(found["session.txt"]["owners"][0]["by_kid_alone"])
        inventory.write_text(text.replace('"jwtkeep_inventory": 1', '"jwtkeep_inventory": 9'))
        self.scan("--inventory", str(inventory), code=3)
        self.scan("--inventory", str(self.tree / "none"), code=2)

    def test_a_history_keeps_what_was_taken_out(self):
        self.git("init", "-q", "-b", "main")
        self.write("src/auth.js", source_with(self.secret))
        self.commit("add")
        first = self.git("rev-parse", "HEAD")
        self.write("src/auth.js", source_with("x").replace('"x"', "process.env.JWT_SECRET"))
        self.commit("take it out")
        self.write("b.js", source_with(STRANGER))
        self.commit("another")
        self.assertEqual([each["path"] for each in self.json()["findings"]], ["b.js"])
        found = {each["path"]: each for each in self.json("--history")["findings"]}
        gone, there = found["src/auth.js"]["history"], found["b.js"]["history"]
        self.assertEqual((gone["first_commit"]["id"], gone["in_head"], there["in_head"]), (first, False, True))
        self.assertIn("no more in HEAD", self.scan("--history").stdout.decode())
        self.assertEqual([each["path"] for each in self.json("--range", "HEAD~1..HEAD")["findings"]], ["b.js"])
        self.json("--range", "HEAD~2..HEAD~1", code=0)
        self.scan("--range", "nowhere..HEAD", code=2)

    def test_what_is_staged(self):
        self.git("init", "-q", "-b", "main")
        self.write("old.js", source_with(STRANGER))
        self.commit("add")
        self.json("--staged", code=0)
        self.write("new.js", source_with(self.secret))
        self.json("--staged", code=0)
        self.git("add", "new.js")
        self.assertEqual([each["path"] for each in self.json("--staged")["findings"]], ["new.js"])

    def test_a_baseline_and_marks_with_a_reason(self):
        self.write("src/auth.js", source_with(STRANGER))
        baseline = self.tree / ".jwtkeep-baseline.json"
        self.scan("--write-baseline", str(baseline), code=0)
        self.assertNotIn(STRANGER, baseline.read_text())
        self.assertEqual(len(json.loads(baseline.read_text())["findings"]), 1)
        self.write("src/auth.js", "// moved\n\n" + source_with(STRANGER))
        report = self.json("--baseline", str(baseline), code=0)
        self.assertEqual((len(report["known"]), report["gone"]), (1, []))
        self.write("src/auth.js", source_with(self.secret))
        report = self.json("--baseline", str(baseline))
        self.assertEqual((len(report["findings"]), len(report["gone"])), (1, 1))
        self.assertIn("no more there", self.scan("--baseline", str(baseline)).stdout.decode())
        marked = source_with(STRANGER).replace(");\n", "); // jwtkeep:allow of the tests\n", 2)
        self.write("src/auth.js", marked)
        report = self.json(code=0)
        self.assertEqual([each["allowed"] for each in report["allowed"]], ["of the tests"])
        self.write("src/auth.js", marked.replace(" of the tests", ""))
        self.assertTrue(self.json()["findings"][0]["mark_without_reason"])
        self.assertIn("gives no reason", self.scan().stdout.decode())
        self.scan("--baseline", str(self.write("x.json", "{}")), code=2)

    def test_what_is_looked_at(self):
        self.git("init", "-q")
        self.write(".gitignore", "dist/\n")
        self.write("dist/a.js", source_with(STRANGER))
        self.write("vendor/b.js", source_with(self.secret))
        self.assertEqual([each["path"] for each in self.json()["findings"]], ["vendor/b.js"])
        self.assertEqual(len(self.json("--no-ignore")["findings"]), 2)
        self.json("--exclude", "vendor/", code=0)
        self.json("--exclude", "*.js", code=0)
        self.json("vendor/b.js", "--exclude", "b.js", code=0)
        found = self.json("-", stdin=f"JWT_SECRET={STRANGER}\n".encode())["findings"]
        self.assertEqual([each["path"] for each in found], ["stdin"])
        found = self.json("--stdin", "x.js", stdin=source_with(STRANGER).encode())["findings"]
        self.assertEqual([each["path"] for each in found], ["x.js"])
        self.json("--severity", "critical", "--no-ignore")
        self.assertEqual(self.json("dist", "--no-ignore", "--severity", "critical", code=0)["below_severity"], 1)
        self.assertEqual(self.json("--threads", "3", "--no-ignore")["findings"],
                         self.json("--threads", "1", "--no-ignore")["findings"])

    def test_wrong_use_and_a_failing_world(self):
        for arguments in (["--format", "xml"], ["--severity", "huge"], ["--staged", "--history"], ["--all-objects"],
                          ["--json", "--format", "sarif"], ["--stdin", "a", "b"], ["-", "b"], ["--threads", "5000"],
                          ["--reveal", "--write-baseline", "x"], ["--history", "--range", "a..b"]):
            with self.subTest(arguments):
                self.assertIn(b"error", self.scan(*arguments, code=2).stderr)
        self.scan("no-such-folder", code=2)
        self.assertIn(b"in no git repository", self.scan("--staged", code=2).stderr)
        self.write("a.js", source_with(STRANGER))
        nowhere = {"JWTKEEP_STORE": str(self.tree / "no-store")}
        self.assertIn(b"nothing was rotated", self.scan("--rotate", code=3, environment=nowhere).stderr)
        (self.tree / "a.js").unlink()
        if os.geteuid() != 0:
            self.write("closed/a.js", source_with(STRANGER)).parent.chmod(0)
            self.addCleanup((self.tree / "closed").chmod, 0o700)
            self.scan("closed", code=3)
            self.assertIn("1 permission", self.scan(code=0).stdout.decode())


if __name__ == "__main__":
    unittest.main(verbosity=2)
