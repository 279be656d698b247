"""A folder of files to be scanned, beside a store, and `jwtkeep scan` on it."""

import json
import os
import re
import subprocess
import tempfile
from pathlib import Path

import keep

# Drawn at random for this test.
STRANGER = "b8e1f04c7a2d9365e0c4187fd52b9a60c3f7e8124d6ba9507fe3821c64ad90b5"


def source_with(secret):
    return f'const jwt = require("jsonwebtoken");\nmodule.exports = user => jwt.sign(user, "{secret}");\n'


class Tree(keep.Case):
    """A store with two keyrings, and a folder to be scanned."""

    def setUp(self):
        super().setUp()
        for name in ("orders/prod", "login/prod"):
            self.keep.run("new", name, *(["--alg", "ES256"] if name == "login/prod" else []), "--propagation", "0s",
                          "--skew", "0s", "--ttl", "1h")
        self.secret = self.keep.text("env", "orders/prod", "--format", "shell")
        self.secret = re.search(r"[0-9a-f]{64}", self.secret)[0]
        self.kid = self.active("orders/prod")
        self.tree = Path(tempfile.mkdtemp(prefix="jwtkeep-scan-", dir=self.keep.folder))
        self.secrets = [self.secret, STRANGER]

    def active(self, ring):
        return next(key["kid"] for key in self.keep.json("show", ring)["keys"] if key["state"] == "active")

    def write(self, path, text):
        file = self.tree / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def scan(self, *arguments, code=1, **options):
        options.setdefault("cwd", self.tree)
        environment = {**self.keep.environment, **options.pop("environment", {})}
        done = subprocess.run([keep.BINARY, "scan", *arguments], env=environment, capture_output=True, check=False,
                              timeout=120, cwd=options["cwd"], input=options.get("stdin", b""))
        self.assertEqual(done.returncode, code, done.stdout.decode(errors="replace") + done.stderr.decode())
        if "--reveal" not in arguments:
            for secret in self.secrets:
                for text in (done.stdout, done.stderr):
                    self.assertNotIn(secret.encode(), text)
                    self.assertNotIn(secret[3:].encode(), text)
        return done

    def json(self, *arguments, **options):
        return json.loads(self.scan("--json", *arguments, **options).stdout)

    def git(self, *arguments, **environment):
        known = {"HOME": str(self.keep.folder), "PATH": os.environ["PATH"], "GIT_CONFIG_NOSYSTEM": "1",
                 "GIT_AUTHOR_NAME": "Ann", "GIT_AUTHOR_EMAIL": "ann@example.org", "GIT_COMMITTER_NAME": "Ann",
                 "GIT_COMMITTER_EMAIL": "ann@example.org"}
        return subprocess.run(["git", "-C", str(self.tree), *arguments], env={**known, **environment}, check=True,
                              capture_output=True, text=True).stdout.strip()

    def commit(self, message):
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)
