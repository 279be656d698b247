#!/usr/bin/env python3
"""Keeps the table of rules in docs/scan.md that of rules/*.toml.

    scan_page.py            writes the table anew
    scan_page.py --check    fails when it differs
"""

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "scan.md"
BLOCK = re.compile(r"(<!-- rules -->\n)(.*?)(<!-- /rules -->)", re.DOTALL)


def cell(text):
    return " ".join(text.split()).replace("|", "\\|")


def table():
    rows = ["| rule | kind | what it finds | what to do |", "|---|---|---|---|"]
    for file in sorted((ROOT / "rules").glob("*.toml")):
        rule = tomllib.loads(file.read_text(encoding="utf-8"))
        rows.append(f"| `{rule['id']}` | {cell(rule['kind'])} | {cell(rule['title'])} | {cell(rule['help'])} |")
    return "\n".join(rows) + "\n"


def main():
    text = PAGE.read_text(encoding="utf-8")
    match = BLOCK.search(text)
    if match is None:
        sys.exit(f"{PAGE}: there is no place for the rules")
    current = table()
    if "--check" not in sys.argv:
        PAGE.write_text(text[: match.end(1)] + current + text[match.start(3):], encoding="utf-8")
    elif match[2] != current:
        sys.exit(f"{PAGE}: the rules have changed; run tools/scan_page.py")


if __name__ == "__main__":
    main()
