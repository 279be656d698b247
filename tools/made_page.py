"""A file of the repository that a tool makes from others: written anew, or held against what it would be (--check)."""

import difflib


def keep(path, wanted, check, source):
    """Whether `path` was not `wanted`. Then it is by now, or where it is only checked the difference is printed; `source` is what
    the text comes from, in words."""
    there = path.read_text(encoding="utf-8") if path.is_file() else ""
    if there == wanted:
        return False
    if check:
        print(*difflib.unified_diff(there.splitlines(), wanted.splitlines(), path.name, source, lineterm="", n=1), sep="\n")
    else:
        path.write_text(wanted, encoding="utf-8")
    return True
