"""The blocks of docs/python.md, run one behind the other, as a reader would."""

import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "python.md"


@unittest.skipUnless(os.environ.get("JWTKEEP_BINARY"), "the command line is needed: JWTKEEP_BINARY")
class Page(unittest.TestCase):
    def test_its_blocks(self):
        binary = os.environ["JWTKEEP_BINARY"]
        with tempfile.TemporaryDirectory(prefix="jwtkeep-python-") as folder:
            for name in [name for name in os.environ if name.startswith(("JWTKEEP_", "XDG_"))]:
                del os.environ[name]
            os.environ["HOME"] = folder
            subprocess.run([binary, "--quiet", "init"], check=True, capture_output=True)
            subprocess.run([binary, "--quiet", "new", "orders/prod", "--iss", "shop"], check=True, capture_output=True)
            blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
            self.assertGreater(len(blocks), 3)
            names = {}
            for block in blocks:
                exec(compile(block, f"{PAGE.name}: {block.splitlines()[0]}", "exec"), names)


if __name__ == "__main__":
    unittest.main()
