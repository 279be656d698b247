#!/usr/bin/env python3
"""tools/verifier_table.py: it takes the tree's table and refuses rows that are not whole; docs/verifiers.md shows that table."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
TOOL = SOURCE / "tools" / "verifier_table.py"
TABLE = SOURCE / "jwtkeep" / "keyring" / "verifiers.tsv"
HEAD = "name\tcache_age\tbound\tcooldown\tunknown_kid\tcache_control\tsure\tsource\twhat\tnote"
GOOD = ["spring", "5m", "age", "0s", "refetch", "no", "report", "https://example.com a.c", "Spring", "-"]


def run(*arguments):
    return subprocess.run([sys.executable, TOOL, *map(str, arguments)], capture_output=True, text=True, check=False)


class Table(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def read(self, *rows, head=HEAD):
        table = self.folder / "t.tsv"
        table.write_text("# a comment\n" + "\n".join([head, *("\t".join(row) for row in rows)]) + "\n", encoding="utf-8")
        return run(table, "--cpp", self.folder / "t.cpp")

    def changed(self, column, text):
        row = list(GOOD)
        row[HEAD.split("\t").index(column)] = text
        return row

    def test_a_good_row_becomes_cpp(self):
        row = self.changed("note", 'a "quote" and a \\')
        done = self.read(row)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        text = (self.folder / "t.cpp").read_text(encoding="utf-8")
        self.assertIn('{"spring", "Spring", Seconds{300}, Verifier::Bound::age', text)
        self.assertIn('"a \\"quote\\" and a \\\\"', text)

    def test_a_row_that_is_not_whole_stops_the_build_with_its_line(self):
        wrong = [GOOD[:-1], [*GOOD, "more"]]
        wrong += [self.changed(*change) for change in (
            ("name", "Spring"), ("name", ""), ("name", "a" * 65), ("name", "a--b"), ("cache_age", "5"), ("cache_age", ""),
            ("cache_age", "2h "), ("cache_age", "9000d"), ("cooldown", "-"), ("bound", "ages"), ("unknown_kid", "yes"),
            ("cache_control", "maybe"), ("sure", "very"), ("source", ""), ("what", "x" * 41), ("what", "caf\u00e9"), ("note", " "),
            ("bound", "never"), ("bound", "header"))]
        for row in wrong:
            done = self.read(self.changed("name", "first"), row)
            self.assertEqual(done.returncode, 1, row)
            self.assertIn("t.tsv:4: ", done.stderr, row)
            self.assertNotIn("Traceback", done.stderr)

    def test_a_name_twice_another_head_and_no_row_are_refused(self):
        self.assertIn("stands here twice", self.read(GOOD, GOOD).stderr)
        self.assertIn("the columns are", self.read(GOOD, head=HEAD.replace("bound", "bond")).stderr)
        self.assertIn("no row", self.read().stderr)

    def test_the_page_shows_the_table(self):
        done = run(TABLE, "--check", SOURCE / "docs" / "verifiers.md")
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_another_page_is_found_and_mended(self):
        page = self.folder / "page.md"
        page.write_text("# x\n<!-- verifiers -->\nold\n<!-- /verifiers -->\nend\n", encoding="utf-8")
        self.assertEqual(run(TABLE, "--check", page).returncode, 1)
        self.assertEqual(run(TABLE, "--page", page).returncode, 0)
        self.assertEqual(run(TABLE, "--check", page).returncode, 0)
        text = page.read_text(encoding="utf-8")
        self.assertTrue(text.startswith("# x\n") and text.endswith("end\n"))
        self.assertIn("| `spring` |", text)


if __name__ == "__main__":
    unittest.main()
