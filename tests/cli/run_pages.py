"""Which pages' console blocks are run: those among the sessions in tests/CMakeLists.txt."""

import re
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"\b(?:set\(|list\(APPEND )pages ([^)]*)\)")


def run_pages():
    listed = (SOURCE / "tests" / "CMakeLists.txt").read_text(encoding="utf-8")
    return sorted(SOURCE / f"{page}.md" for names in NAMED.findall(listed) for page in names.split())
