"""The binary under test with a store of its own, for the end-to-end tests."""

import json
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

BINARY = os.environ["JWTKEEP_BINARY"]
FAULTY = os.environ.get("JWTKEEP_FAULTY", "")
SOURCE = Path(os.environ.get("JWTKEEP_SOURCE_DIR", Path(__file__).resolve().parents[2]))


class Keep:
    """A folder with a store, and the command line on it."""

    def __init__(self, folder=None):
        self.folder = Path(folder or tempfile.mkdtemp(prefix="jwtkeep-e2e-"))
        self.store = self.folder / "store.db"
        self.environment = {
            "HOME": str(self.folder), "PATH": os.environ["PATH"], "LANG": "C.UTF-8",
            "JWTKEEP_STORE": str(self.store), "JWTKEEP_KEYFILE": str(self.folder / "store.key"),
        }

    def run(self, *arguments, code=0, binary=BINARY, stdin=None, **environment):
        """Runs one command and checks its exit code; None takes any."""
        done = subprocess.run([binary, *arguments], env={**self.environment, **environment}, input=stdin,
                              capture_output=True, check=False, timeout=120,
                              stdin=subprocess.DEVNULL if stdin is None else None)
        if code is not None and done.returncode != code:
            raise AssertionError(f"jwtkeep {' '.join(arguments)}: exit {done.returncode}, expected {code}\n"
                                 f"{done.stdout.decode(errors='replace')}{done.stderr.decode(errors='replace')}")
        return done

    def json(self, *arguments, **options):
        return json.loads(self.run("--json", *arguments, **options).stdout)

    def text(self, *arguments, **options):
        return self.run(*arguments, **options).stdout.decode().strip()

    def copy(self):
        """The same store in another folder, as it is on disk now."""
        other = Keep()
        for file in self.folder.iterdir():
            if file.is_file():
                shutil.copy2(file, other.folder / file.name)
        return other

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)


class Case(unittest.TestCase):
    """A test with one fresh store."""

    def setUp(self):
        self.keep = Keep()
        self.addCleanup(self.keep.remove)
        self.keep.run("init")
