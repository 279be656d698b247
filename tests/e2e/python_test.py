"""The package for Python as its users meet it: `pip install ./python` into a place of its own, then its tests there.

Nothing is downloaded: pip, setuptools, wheel and PyJWT are Debian's, and the C library is the one of this build.
"""

import os
import subprocess
import sys
import unittest
from pathlib import Path

SOURCE = Path(os.environ["JWTKEEP_SOURCE_DIR"])
BUILD = Path(os.environ["JWTKEEP_BINARY"]).parent.parent
PLACE = BUILD / "python_package"
PYTHON = PLACE / "bin" / "python"
DEBIAN = "/usr/bin/python3"  # where Debian's packages are found


def run(*command, **variables):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=300,
                          env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **variables})
    if done.returncode != 0:
        raise AssertionError(f"{command} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not PYTHON.exists():
            run(DEBIAN, "-m", "venv", "--system-site-packages", PLACE)
        run(PYTHON, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--force-reinstall",
            SOURCE / "python", JWTKEEP_BUILD_DIR=str(BUILD))

    def test_it_is_the_installed_one_and_brings_its_library(self):
        said = run(PYTHON, "-c", "import jwtkeep, jwtkeep._native as n; print(jwtkeep.__version__, n.__file__)")
        version, place = said.split()
        self.assertIn(f"VERSION {version} ", (SOURCE / "CMakeLists.txt").read_text())
        self.assertTrue(Path(place).is_relative_to(PLACE), place)
        self.assertTrue(place.endswith(".abi3.so"), place)
        self.assertTrue(Path(place).with_name("libjwtkeep.so.0").is_file())
        self.assertTrue(Path(place).with_name("py.typed").is_file())

    def test_its_own_tests(self):
        for tests in sorted((SOURCE / "python" / "tests").glob("test_*.py")):
            with self.subTest(tests.name):
                sys.stderr.write(run(PYTHON, tests))


if __name__ == "__main__":
    unittest.main()
