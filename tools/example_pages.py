#!/usr/bin/env python3
"""Keeps the code in docs/how-to/*.md what stands in examples/, so that what a reader copies is what a test has run.

    example_pages.py            writes each block anew
    example_pages.py --check    fails when one differs

A block is `<!-- file: examples/go/main.go -->` with that file behind it, or `<!-- commands: examples/go -->` with the commands
of that folder's README; both end with `<!-- /file -->` or `<!-- /commands -->`.
"""

import re
import sys
from pathlib import Path

from made_page import keep

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"<!-- (?P<kind>file|commands): (?P<path>[\w./-]+) -->\n(?P<old>.*?)<!-- /(?P=kind) -->", re.DOTALL)
LANGUAGES = {".js": "js", ".py": "python", ".go": "go", ".java": "java", ".cs": "csharp", ".yaml": "yaml", ".conf": "nginx",
             ".xml": "xml", ".properties": "properties"}


def block(match):
    kind, path = match["kind"], ROOT / match["path"]
    if kind == "commands":
        lines = re.findall(r"^    (.*)$", (path / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
        language, text = "sh", "\n".join(lines) + "\n"
    else:
        language, text = LANGUAGES.get(path.suffix, ""), path.read_text(encoding="utf-8")
    return f"<!-- {kind}: {match['path']} -->\n```{language}\n{text}```\n<!-- /{kind} -->"


def main():
    check, blocks, wrong = "--check" in sys.argv, 0, 0
    for page in sorted((ROOT / "docs" / "how-to").glob("*.md")):
        current, count = BLOCK.subn(block, page.read_text(encoding="utf-8"))
        blocks += count
        wrong += keep(page, current, check, "examples/")
    print(f"{blocks} blocks, {wrong} pages {'differ' if check else 'written'}")
    sys.exit(1 if check and wrong or not blocks else 0)


main()
