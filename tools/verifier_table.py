#!/usr/bin/env python3
"""Reads jwtkeep/keyring/verifiers.tsv: the C++ table that the library holds, and the table in docs/verifiers.md.

    verifier_table.py TSV --cpp FILE      writes the C++ source (the build calls this)
    verifier_table.py TSV --page PAGE     writes the page's table anew
    verifier_table.py TSV --check PAGE    fails when the page's table differs

A row that is not whole stops the build, with its line: no parser of it is in the program.
"""

import re
import sys
from pathlib import Path

COLUMNS = ("name", "cache_age", "bound", "cooldown", "unknown_kid", "cache_control", "sure", "source", "what", "note")
WORDS = {
    "bound": ("age", "header", "never"),
    "unknown_kid": ("refetch", "asked", "wait", "unknown"),
    "cache_control": ("yes", "no", "unknown"),
    "sure": ("source", "manual", "report", "ours"),
}
UNITS = {"w": 604800, "d": 86400, "h": 3600, "m": 60, "s": 1}
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
DURATION = re.compile(r"(?:\d+[wdhms])+")
BLOCK = re.compile(r"(<!-- verifiers -->\n)(.*?)(<!-- /verifiers -->)", re.DOTALL)
# What a policy may hold (kLongestVerifierName in policy.cpp), and a year: a slip of the unit is seen.
LONGEST_NAME, LONGEST_AGE = 64, 31_536_000
LONGEST_WHAT = 40  # a line of `jwtkeep verifiers` fits into 80 columns


class Wrong(Exception):
    """A row that cannot be taken."""


def seconds(text):
    if not DURATION.fullmatch(text):
        raise Wrong(f'"{text}" is no duration such as 10m or 1h30m')
    total = sum(int(number) * UNITS[unit] for number, unit in re.findall(r"(\d+)([wdhms])", text))
    if total > LONGEST_AGE:
        raise Wrong(f'"{text}" is longer than a year')
    return total


def read_row(line):
    cells = line.split("\t")
    if len(cells) != len(COLUMNS):
        raise Wrong(f"{len(cells)} columns where {len(COLUMNS)} belong")
    row = dict(zip(COLUMNS, cells))
    if not NAME.fullmatch(row["name"]) or len(row["name"]) > LONGEST_NAME:
        raise Wrong(f'"{row["name"]}" is no name')
    for column, words in WORDS.items():
        if row[column] not in words:
            raise Wrong(f'{column} "{row[column]}" is none of {", ".join(words)}')
    for column in ("source", "what", "note"):
        if not row[column].strip() or not row[column].isascii() or not row[column].isprintable():
            raise Wrong(f"{column} is empty, or not printable ASCII")
    if len(row["what"]) > LONGEST_WHAT:
        raise Wrong(f"what is longer than {LONGEST_WHAT} characters: the rest is a note")
    row["age_s"], row["cooldown_s"] = seconds(row["cache_age"]), seconds(row["cooldown"])
    if row["bound"] == "never" and row["age_s"] != 0:
        raise Wrong("bound never has no cache_age: write 0s")
    if row["bound"] == "header" and row["cache_control"] != "yes":
        raise Wrong("bound header without Cache-Control")
    return row


def read(path):
    """Every row, in the file's order."""
    rows, head = [], None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#") or not line:
            continue
        try:
            if head is None:
                head = tuple(line.split("\t"))
                if head != COLUMNS:
                    raise Wrong(f"the columns are {', '.join(COLUMNS)}")
                continue
            row = read_row(line)
            if any(other["name"] == row["name"] for other in rows):
                raise Wrong(f"{row['name']} stands here twice")
            rows.append(row)
        except Wrong as wrong:
            sys.exit(f"{path}:{number}: {wrong}")
    if not rows:
        sys.exit(f"{path}: no row")
    return rows


def cpp_text(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def cpp(rows):
    lines = [
        "// Made of verifiers.tsv by tools/verifier_table.py.",
        '#include "jwtkeep/keyring/verifier.hpp"',
        "",
        "#include <array>",
        "",
        "namespace jwtkeep::keyring {",
        "",
        "std::span<const Verifier> known_verifiers() noexcept {",
        "  using base::Seconds;",
        f"  static constexpr std::array<Verifier, {len(rows)}> kRows{{{{",
    ]
    for row in rows:
        lines.append(
            f"      {{{cpp_text(row['name'])}, {cpp_text(row['what'])}, Seconds{{{row['age_s']}}}, Verifier::Bound::{row['bound']}, "
            f"Seconds{{{row['cooldown_s']}}}, Verifier::UnknownKid::{row['unknown_kid']}, "
            f"Verifier::CacheControl::{row['cache_control']}, Verifier::Sure::{row['sure']}, {cpp_text(row['source'])}, {cpp_text('' if row['note'] == '-' else row['note'])}}},"
        )
    return "\n".join([*lines, "  }};", "  return kRows;", "}", "", "}  // namespace jwtkeep::keyring", ""])


def kept(row):
    if row["bound"] == "never":
        return "without end"
    if row["bound"] == "header":
        return "as `Cache-Control` says" + (f", at least {row['cache_age']}" if row["age_s"] else "")
    return row["cache_age"] + (", or as `Cache-Control` says" if row["cache_control"] == "yes" else "")


def linked(source):
    address, _, rest = source.partition(" ")
    if not address.startswith("https://"):
        return f"[{source}]({source.removeprefix('docs/')})"
    return f"[{rest or address.split('/')[2]}]({address})"


def page_table(rows):
    asks = {"refetch": "asks again", "asked": "asks when told to", "wait": "waits", "unknown": "?"}
    lines = ["| name | what | keeps a key for | on an unknown kid | cooldown | how sure | source |", "|---|---|---|---|---|---|---|"]
    for row in rows:
        cooldown = row["cooldown"] if row["cooldown_s"] else ""
        lines.append(
            f"| `{row['name']}` | {row['what']}{'' if row['note'] == '-' else '; ' + row['note']} | {kept(row)} | {asks[row['unknown_kid']]} | {cooldown} | {row['sure']} "
            f"| {linked(row['source'])} |"
        )
    return "\n".join(lines) + "\n"


def main():
    if len(sys.argv) != 4 or sys.argv[2] not in ("--cpp", "--page", "--check"):
        sys.exit(__doc__)
    rows, mode, target = read(Path(sys.argv[1])), sys.argv[2], Path(sys.argv[3])
    if mode == "--cpp":
        target.write_text(cpp(rows), encoding="utf-8")
        return
    text = target.read_text(encoding="utf-8")
    match = BLOCK.search(text)
    if match is None:
        sys.exit(f"{target}: no block <!-- verifiers -->")
    table = page_table(rows)
    if mode == "--page":
        target.write_text(text[: match.start(2)] + table + text[match.end(2) :], encoding="utf-8")
    elif match[2] != table:
        sys.exit(f"{target}: its table is not that of {sys.argv[1]}; write it anew: {sys.argv[0]} {sys.argv[1]} --page {target}")
    else:
        print(f"{target}: {len(rows)} verifiers")


if __name__ == "__main__":
    main()
