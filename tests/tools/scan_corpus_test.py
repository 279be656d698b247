#!/usr/bin/env python3
"""The labelled corpus of scan: each label's literal stands where it says, each leaking file has one, no clean file does."""

import os
import unittest
from collections import Counter
from pathlib import Path

CORPUS = Path(os.environ.get("JWTKEEP_SOURCE_DIR", Path(__file__).resolve().parents[2])) / "tests/scan/corpus"
KINDS = {"call", "default", "assignment", "config", "framework_key", "jwk", "pem", "der", "token", "encoded"}


def text_of(path):
    data = path.read_bytes()
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    return data.decode("utf-8-sig", errors="surrogateescape")


def files_of(area):
    return {path.relative_to(area).as_posix() for path in area.rglob("*") if path.is_file() and path.name != "labels.tsv"}


class Corpus(unittest.TestCase):
    def test_labels(self):
        leaking, kinds = 0, Counter()
        for area in sorted((CORPUS / "leaks").iterdir()):
            labelled = set()
            for number, row in enumerate((area / "labels.tsv").read_text("utf-8").splitlines(), 1):
                if row.startswith("#"):
                    continue
                where = f"{area.name}/labels.tsv:{number}"
                file, line, kind, known, certainty, literal = row.split("\t", 5)
                self.assertIn(kind, KINDS, where)
                self.assertIn(known, ("yes", "no"), where)
                self.assertIn(certainty, ("sure", "likely", "sample"), where)
                if kind != "der":
                    lines = text_of(area / file).split("\n")
                    self.assertIn(literal, lines[int(line) - 1], where)
                labelled.add(file)
                kinds[kind] += 1
            self.assertEqual(labelled, files_of(area), area.name)
            leaking += len(labelled)
        clean = 0
        for area in sorted((CORPUS / "clean").iterdir()):
            self.assertFalse((area / "labels.tsv").exists(), area.name)
            clean += len(files_of(area))
        print(f"{leaking} leaking files, {clean} clean ones; {dict(kinds)}")
        self.assertGreaterEqual(leaking, 300)
        self.assertGreaterEqual(clean, 300)


if __name__ == "__main__":
    unittest.main(verbosity=2)
