#!/usr/bin/env python3
"""docs/scan.md shows the rules as rules/*.toml have them."""

import subprocess
import sys
import unittest
from pathlib import Path

TOOL = Path(__file__).resolve().parents[2] / "tools" / "scan_page.py"


class ScanPage(unittest.TestCase):
    def test_page_and_rules_agree(self):
        done = subprocess.run([sys.executable, TOOL, "--check"], capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))


if __name__ == "__main__":
    unittest.main(verbosity=2)
