#!/usr/bin/env python3
"""docs/attacks.md against the tests: each test that it names exists, and each test named after a CVE stands in it."""

import re
import unittest
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\|(?P<attack>[^|]*)\|(?P<reference>[^|]*)\|(?P<tests>[^|]*)\|$")
MACRO = re.compile(r"^(?:TEST|TEST_F|TEST_P|RC_GTEST_PROP)\((\w+),\s*(\w+)", re.MULTILINE)


def tests_of(text):
    """`Suite.Name` of every test that a source defines."""
    return {f"{suite}.{name}" for suite, name in MACRO.findall(text)}


def rows_of(page):
    """(attack, names) of each row of each table."""
    for line in page.splitlines():
        row = ROW.match(line)
        if row and not set(row["attack"].strip()) <= {"-"} and row["attack"].strip() != "attack":
            yield row["attack"].strip(), re.findall(r"`([^`]+)`", row["tests"])


def faults(page, tests, exists):
    """What is wrong between the page and the tests, one line each."""
    found, named = [], set()
    for attack, names in rows_of(page):
        if not names:
            found.append(f"no test against: {attack}")
        named.update(names)
    for name in sorted(named):
        if "/" in name:
            if not exists(name):
                found.append(f"there is no file {name}")
        elif name not in tests:
            found.append(f"there is no test {name}")
    found += [f"{name} is not in docs/attacks.md" for name in sorted(tests - named) if re.search(r"\.Cve\d", name)]
    return found


class AttacksPage(unittest.TestCase):
    def test_page_and_tests_agree(self):
        tests = set()
        for source in (SOURCE / "tests").rglob("*_test.cpp"):
            tests |= tests_of(source.read_text())
        self.assertGreater(len(tests), 100)
        page = (SOURCE / "docs/attacks.md").read_text()
        self.assertGreater(len(list(rows_of(page))), 40)
        self.assertEqual(faults(page, tests, lambda name: (SOURCE / name).is_file()), [])

    def test_faults_are_found(self):
        tests = tests_of("TEST(Jws, Cve1) {\n}\nRC_GTEST_PROP(Jws, Other, ()) {\nTEST(Jws, Cve2) {")
        self.assertEqual(tests, {"Jws.Cve1", "Jws.Other", "Jws.Cve2"})
        page = ("| attack | reference | tests |\n|---|---|---|\n| a | r | `Jws.Cve1`, `Jws.Gone` |\n| b | `code` | |\n"
                "| c | r | `tests/gone.py` |\n")
        self.assertEqual(faults(page, tests, lambda name: False),
                         ["no test against: b", "there is no test Jws.Gone", "there is no file tests/gone.py",
                          "Jws.Cve2 is not in docs/attacks.md"])


if __name__ == "__main__":
    unittest.main()
