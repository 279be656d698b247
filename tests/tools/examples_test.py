#!/usr/bin/env python3
"""The files in examples/ are what their readers take: YAML, and commands that there are."""

import json
import re
import subprocess
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"


def page_of(words):
    """The page of the command that a command line gives; its options have to stand there."""
    commands = [word for word in words if not word.startswith("-")]
    return (ROOT / "docs" / "commands" / f"{'-'.join(commands)}.md").read_text(encoding="utf-8")


class Examples(unittest.TestCase):
    def check_command(self, words):
        page = page_of(words)
        for option in words:
            if option.startswith("--") and option not in ("--quiet", "--json"):
                self.assertIn(option, page)

    def read_yaml(self, text):
        # Debian's own Python has the reader.
        read = "import sys, yaml, json; json.dump(yaml.safe_load(sys.stdin), sys.stdout)"
        done = subprocess.run(["/usr/bin/python3", "-c", read], input=text, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def test_cronjob(self):
        text = (EXAMPLES / "kubernetes" / "cronjob.yaml").read_text(encoding="utf-8")
        arguments = re.search(r"args: \[(.*)\]", text).group(1)
        self.check_command([word.strip(' "') for word in arguments.split(",")])
        self.assertEqual(self.read_yaml(text)["kind"], "CronJob")
        self.assertNotIn("\t", text)

    def test_what_ci_and_hooks_run(self):
        workflow = self.read_yaml((EXAMPLES / "ci" / "github.yaml").read_text(encoding="utf-8"))
        scripts = [step["run"] for step in workflow["jobs"]["scan"]["steps"] if "run" in step]
        job = self.read_yaml((EXAMPLES / "ci" / "gitlab.yaml").read_text(encoding="utf-8"))["jwtkeep-scan"]
        hooks = self.read_yaml((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
        for script in [*scripts, *job["script"], *(hook["entry"] for hook in hooks)]:
            done = subprocess.run(["sh", "-n"], input=script, capture_output=True, text=True, check=False)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertIn("jwtkeep scan", script)
            for option in re.findall(r"(?<= )--[a-z-]+", script):
                self.assertIn(option, page_of(["scan"]))


if __name__ == "__main__":
    unittest.main(verbosity=2)
