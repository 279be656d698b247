#!/usr/bin/env python3
"""docs/probe.md against the forgeries: each has its row there, with its class, its severity and its CVEs, and its own file."""

import re
import unittest
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
FIELD = r'\.{} = "?(?:Severity::)?([\w-]+)'


def forgeries():
    """id to (severity, class, CVEs) out of the sources."""
    found = {}
    for file in sorted((SOURCE / "jwtkeep/probe/forgeries").glob("*.cpp")):
        text = file.read_text(encoding="utf-8")
        name, severity, cwe = (re.search(FIELD.format(field), text)[1] for field in ("id", "severity", "cwe"))
        found[name] = (severity, cwe, set(re.findall(r"CVE-\d+-\d+", text)))
        # The file is named after the forgery.
        assert file.stem == name.replace("-", "_"), file
    return found


def rows():
    """id to the row's cells."""
    found = {}
    for line in (SOURCE / "docs/probe.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 5 and cells[1] in ("critical", "high", "lenience"):
            for name in re.findall(r"`([\w-]+)`", cells[0]):
                found[name] = cells
    return found


class ProbePage(unittest.TestCase):
    def test_page_and_forgeries_agree(self):
        page = rows()
        self.assertEqual(set(page), {*forgeries(), "unchecked"})
        for name, (severity, cwe, cves) in forgeries().items():
            with self.subTest(name):
                self.assertEqual((page[name][1], page[name][2]), (severity, cwe))
                self.assertLessEqual(set(re.findall(r"CVE-\d+-\d+", page[name][3])), cves)
                self.assertLessEqual(cves - {"CVE-2015-9235"}, set(re.findall(r"CVE-\d+-\d+", page[name][3])))


if __name__ == "__main__":
    unittest.main()
