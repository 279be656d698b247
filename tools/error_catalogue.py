#!/usr/bin/env python3
"""Keeps docs/errors.md the program's own: every word that an error, a refused token, doctor or judge comes with.

    error_catalogue.py BINARY            writes the page's tables anew
    error_catalogue.py --check BINARY    fails when a table differs

The reasons are what `jwtkeep explain --json` says (jwtkeep/base/reason_meaning.cpp); the words of doctor and judge are their
enums' own comments in the source. A word without its text fails either way.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

from made_page import keep

SOURCE = Path(__file__).resolve().parents[1]
PAGE = SOURCE / "docs" / "errors.md"
BLOCK = re.compile(r"(<!-- errors: (?P<name>[a-z]+) -->\n)(?P<table>.*?)(<!-- /errors -->)", re.DOTALL)
# Which enum, in which header.
ENUMS = {
    "doctor": ("Rule", "jwtkeep/doctor/finding.hpp"),
    "judge": ("FindingKind", "jwtkeep/strength/judge.hpp"),
}


def enum_rows(text, enum):
    """An enum's values and their comments: each has to have one."""
    body = re.search(rf"enum class {enum}\b[^{{]*\{{\n(.*?)\n\}};", text, re.DOTALL)
    if body is None:
        raise ValueError(f"there is no enum {enum}")
    rows = []
    for line in body[1].splitlines():
        match = re.fullmatch(r"\s*(\w+),?\s*(?:///<\s*(.*))?", line)
        if match is None or not match[2]:
            raise ValueError(f"{enum}: no explanation in the line: {line.strip()}")
        rows.append((match[1], match[2]))
    return rows


def cell(text):
    return text.replace("|", "\\|")


def reason_table(reasons, of_token):
    lines = ["| word | what it means | why it happens | what to do | exit | HTTP |", "|---|---|---|---|---|---|"]
    for row in reasons:
        if row["of_token"] != of_token:
            continue
        if not all(row[member] for member in ("code", "means", "why", "mend")):
            raise ValueError(f"{row['code']}: a text is missing")
        lines.append(f"| `{row['code']}` | {cell(row['means'])} | {cell(row['why'])} | {cell(row['mend'])} "
                     f"| {row['exit']} | {row['http']} |")
    return "\n".join(lines) + "\n"


def tables(reasons, read=lambda path: (SOURCE / path).read_text(encoding="utf-8")):
    made = {"token": reason_table(reasons, True), "others": reason_table(reasons, False)}
    for name, (enum, header) in ENUMS.items():
        rows = [f"| `{word}` | {cell(text)} |" for word, text in enum_rows(read(header), enum)]
        made[name] = "\n".join(["| word | what it means |", "|---|---|", *rows]) + "\n"
    return made


def with_tables(page, made):
    names = [match["name"] for match in BLOCK.finditer(page)]
    if sorted(names) != sorted(made):
        raise ValueError(f"the page has the tables {names}, and there are {sorted(made)}")
    return BLOCK.sub(lambda match: match[1] + made[match["name"]] + match[4], page)


def main():
    check = "--check" in sys.argv
    binary = [argument for argument in sys.argv[1:] if argument != "--check"][0]
    done = subprocess.run([binary, "explain", "--json"], capture_output=True, text=True, check=True)
    try:
        wanted = with_tables(PAGE.read_text(encoding="utf-8"), tables(json.loads(done.stdout)))
    except ValueError as error:
        sys.exit(f"{PAGE.name}: {error}")
    if keep(PAGE, wanted, check, "the program") and check:
        sys.exit(f"{PAGE.name} is not current: tools/error_catalogue.py build/dev/cli/jwtkeep")


if __name__ == "__main__":
    main()
