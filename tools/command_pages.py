#!/usr/bin/env python3
"""Keeps the help in docs/commands/*.md the program's own; jwtkeep.md has that of the program itself.

    command_pages.py BINARY            writes each page's help block anew
    command_pages.py --check BINARY    fails when one differs, when a command has no page, or a page no command
"""

import difflib
import re
import subprocess
import sys
from pathlib import Path

PAGES = Path(__file__).resolve().parents[1] / "docs" / "commands"
BLOCK = re.compile(r"(<!-- help: (?P<command>[a-z ]+) -->\n```\n)(?P<help>.*?)(```\n<!-- /help -->)", re.DOTALL)


def help_of(binary, command):
    done = subprocess.run([binary, *command.split(), "--help"], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"jwtkeep {command} --help: exit {done.returncode}")
    return "\n".join(line.rstrip() for line in done.stdout.strip().splitlines()) + "\n"


def commands_of(binary, parent=""):
    """All commands, from the lists in the help itself."""
    listed = help_of(binary, parent).partition("Subcommands:\n")[2].split("\n\n")[0]
    found = []
    for name in re.findall(r"^  ([a-z]+)\b", listed, re.MULTILINE):
        full = f"{parent} {name}".strip()
        found += [full, *commands_of(binary, full)]
    return found


def page_name(command):
    return command.replace(" ", "-") or "jwtkeep"


def main():
    check = "--check" in sys.argv
    binary = [argument for argument in sys.argv[1:] if argument != "--check"][0]
    commands, wrong = ["", *commands_of(binary)], 0
    for command in commands:
        page = PAGES / f"{page_name(command)}.md"
        if not page.exists():
            print(f"{page.name}: the command {command} has no page")
            wrong += 1
            continue
        text = page.read_text(encoding="utf-8")
        match = BLOCK.search(text)
        if match is None or match["command"] != (command or "jwtkeep"):
            print(f"{page.name}: no help block for {command}")
            wrong += 1
            continue
        current = help_of(binary, command)
        if command and "Example:" not in current:
            print(f"{command} --help shows no example")
            wrong += 1
        if check and match["help"] != current:
            print(*difflib.unified_diff(match["help"].splitlines(), current.splitlines(), page.name, "the program", lineterm=""),
                  sep="\n")
            wrong += 1
        elif not check:
            page.write_text(text[: match.start("help")] + current + text[match.end("help"):], encoding="utf-8")
    pages = {page.stem for page in PAGES.glob("*.md")} - {page_name(command) for command in commands}
    for page in sorted(pages):
        print(f"{page}.md: there is no such command")
        wrong += 1
    print(f"{len(commands)} commands, {wrong} wrong pages")
    sys.exit(1 if wrong or not commands else 0)


main()
