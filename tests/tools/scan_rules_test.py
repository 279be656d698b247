#!/usr/bin/env python3
"""The rules of scan become tables; a rule without examples, or with words that nobody knows, does not."""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOL = ROOT / "tools" / "scan_rules.py"

HEAD = """id = "x-call"
title = "A call"
help = "Do without."
kind = "call"
languages = ["go"]
[[call]]
callee = "a.b"
argument = 1
"""
LEAK = "[[leak]]\npath = 'a.go'\ntext = 'a.b(1, \"s3cret\")'\nfinds = ['s3cret']\n"
CLEAN = "[[clean]]\npath = 'a.go'\ntext = 'a.b(1, x)'\n"


class ScanRulesTest(unittest.TestCase):
    def run_on(self, text, name="x-call.toml"):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / name).write_text(text)
            out = Path(folder) / "out"
            done = subprocess.run([sys.executable, str(TOOL), folder, str(ROOT / "jwtkeep" / "scan"), str(out)],
                                  capture_output=True, text=True, check=False)
            table = (out / "rules.inc").read_text() if done.returncode == 0 else ""
            examples = (out / "rule_examples.inc").read_text() if done.returncode == 0 else ""
            return done.returncode, done.stderr, table, examples

    def refused(self, text, because, name="x-call.toml"):
        code, errors, _, _ = self.run_on(text, name)
        self.assertEqual(code, 1, text)
        self.assertIn(because, errors)

    def test_a_rule_with_examples_becomes_a_row(self):
        code, errors, table, examples = self.run_on(HEAD + LEAK + CLEAN)
        self.assertEqual((code, errors), (0, ""))
        self.assertIn('"a.b", 1, ""', table)
        self.assertIn("Kind::call", table)
        self.assertIn("Language::go", table)
        self.assertIn("s3cret", examples)

    def test_a_rule_without_examples_is_refused(self):
        self.refused(HEAD + CLEAN, "no leak example")
        self.refused(HEAD + LEAK, "no clean example")

    def test_what_a_leak_finds_stands_in_it(self):
        self.refused(HEAD + LEAK.replace("finds = ['s3cret']", "finds = ['other']") + CLEAN, "does not stand")

    def test_unknown_words_are_refused(self):
        self.refused(HEAD.replace('"call"', '"calls"') + LEAK + CLEAN, "unknown kind")
        self.refused(HEAD.replace('"go"', '"golang"') + LEAK + CLEAN, "unknown language")
        self.refused(HEAD.replace("argument", "arguments") + LEAK + CLEAN, "unknown keys")
        self.refused(HEAD.replace("a.b", "a.*") + LEAK + CLEAN, "not a callee")
        self.refused(HEAD + LEAK + CLEAN, "the file's name", name="y-call.toml")

    def test_the_tree_s_own_rules_are_taken(self):
        with tempfile.TemporaryDirectory() as out:
            done = subprocess.run([sys.executable, str(TOOL), str(ROOT / "rules"), str(ROOT / "jwtkeep" / "scan"), out],
                                  capture_output=True, text=True, check=False)
            self.assertEqual((done.returncode, done.stderr), (0, ""))


if __name__ == "__main__":
    unittest.main()
