#!/usr/bin/env python3
"""The how-tos of the runtimes: their code is that of examples/, and each says what it promises to say."""

import re
import subprocess
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUNTIMES = {"express": ["express"], "fastapi": ["fastapi"], "go": ["go"], "spring-boot": ["spring-boot"], "dotnet": ["dotnet"],
            "nginx-envoy": ["nginx", "envoy"]}
CODE = {".js", ".py", ".go", ".java", ".cs", ".conf", ".yaml", ".csproj", ".xml", ".properties"}


def files_of(example):
    """What is in git's eyes the example, not what somebody has built beside it; all of it where git does not know this folder."""
    told = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard", f"examples/{example}"], cwd=ROOT,
                          capture_output=True, text=True)
    if told.returncode == 0:
        return told.stdout.split()
    return [str(path.relative_to(ROOT)) for path in (ROOT / "examples" / example).rglob("*") if path.is_file()]


class Pages(unittest.TestCase):
    def test_code_is_the_examples(self):
        done = subprocess.run([sys.executable, ROOT / "tools" / "example_pages.py", "--check"], capture_output=True, text=True,
                              check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_each_has_its_parts_and_all_of_the_code(self):
        for page, examples in RUNTIMES.items():
            text = (ROOT / "docs" / "how-to" / f"{page}.md").read_text(encoding="utf-8")
            for part in ("## Steps", "## Check", "## How a rotation goes through", "## Times", "## Common mistakes"):
                self.assertIn(part, text, page)
            for example in examples:
                self.assertIn(f"<!-- commands: examples/{example} -->", text)
                for file in files_of(example):
                    if Path(file).suffix in CODE:
                        self.assertIn(f"<!-- file: {file} -->", text)

    def test_links_lead_somewhere(self):
        pages = [ROOT / "docs" / "how-to" / f"{page}.md" for page in RUNTIMES]
        pages += [ROOT / "examples" / example / "README.md" for examples in RUNTIMES.values() for example in examples]
        for page in pages:
            for link in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
                self.assertTrue((page.parent / link).exists(), f"{page}: {link}")


if __name__ == "__main__":
    unittest.main(verbosity=2)
