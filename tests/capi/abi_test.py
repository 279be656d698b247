"""The C library's border: what it exports is what abi.txt says, to the letter, and what jwtkeep.h says; nothing of C++."""

import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

LIBRARY = os.environ["JWTKEEP_C_LIBRARY"]
HEADER = Path(os.environ["JWTKEEP_SOURCE_DIR"]) / "jwtkeep" / "capi" / "jwtkeep.h"
LISTED = (Path(__file__).parent / "abi.txt").read_text().splitlines()


def exported():
    found = subprocess.run(["nm", "-D", "--defined-only", LIBRARY], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in found.splitlines()]
    return [(kind, name) for _, kind, name in rows if kind != "A"]


class Border(unittest.TestCase):
    def test_it_exports_what_is_listed_and_nothing_else(self):
        """A function that is gone or has changed its version breaks programs; a new one belongs into a new version."""
        self.assertEqual(sorted(name.replace("@@", " ") for _, name in exported()), LISTED)

    def test_all_of_it_are_functions(self):
        self.assertEqual({kind for kind, _ in exported()}, {"T"})

    def test_the_header_declares_each(self):
        declared = set(re.findall(r"^[a-z][\w *]*?\b(jwtkeep_\w+)\(", HEADER.read_text(), re.MULTILINE))
        self.assertEqual(declared, {line.split()[0] for line in LISTED})

    def test_each_is_documented(self):
        """A comment stands right above a function, but for those that only free."""
        blocks = HEADER.read_text().split("\n\n")
        for block in blocks:
            for name in re.findall(r"^[a-z][\w *]*?\b(jwtkeep_\w+)\(", block, re.MULTILINE):
                self.assertTrue(name.endswith("_free") or re.search(r"\*/\n[^\n]*\b" + name + r"\(", block), name)

    def test_the_page_about_it_is_true(self):
        """Each block of docs/c-api.md compiles; the one with a main does what the page says."""
        page = (HEADER.parents[2] / "docs" / "c-api.md").read_text()
        with tempfile.TemporaryDirectory() as folder:
            for number, block in enumerate(re.findall(r"```c\n(.*?)```", page, re.DOTALL)):
                source = Path(folder) / f"block{number}.c"
                source.write_text(block)
                whole = "int main" in block
                program = Path(folder) / f"block{number}"
                subprocess.run(["cc", "-std=c99", "-Wall", "-Wextra", "-Werror", f"-I{HEADER.parent}", source, "-o", program,
                                *([LIBRARY, f"-Wl,-rpath,{Path(LIBRARY).parent}"] if whole else ["-c"])], check=True)
                if whole:
                    said = subprocess.run([program], capture_output=True, text=True, check=True).stdout
                    self.assertIn(f"It prints `{said.strip()}`", page)

    def test_its_name_for_the_linker(self):
        dynamic = subprocess.run(["readelf", "-d", LIBRARY], capture_output=True, text=True, check=True).stdout
        self.assertIn("Library soname: [libjwtkeep.so.0]", dynamic)
        self.assertIn("NODELETE", dynamic)

    def test_the_header_is_c99_and_cplusplus_by_itself(self):
        for compiler, standard in (("cc", "-std=c99"), ("c++", "-std=c++11")):
            language = "c" if compiler == "cc" else "c++"
            subprocess.run([compiler, standard, "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only", "-x", language, "-"],
                           input=f'#include "{HEADER}"\nint main(void) {{ jwtkeep_expectations all = JWTKEEP_EXPECTATIONS; '
                                 "return all.flags != 0; }\n", text=True, check=True)


if __name__ == "__main__":
    unittest.main()
