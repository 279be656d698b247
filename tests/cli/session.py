#!/usr/bin/env python3
"""Runs a session at the command line and compares what is printed, stream by stream.

    session.py BINARY FILE...

A .txt file is one session; of a .md file every ```console block is part of one. In a session

    $ jwtkeep verify orders/prod TOKEN     is a command, given to sh with BINARY's folder first on the PATH
    a line                                 is expected on stdout
    ! a line                               is expected on stderr
    ? 1                                    is the expected exit code (0 where it is not given)
    ...                                    stands for any number of lines, [..] for anything within a line
    # a line before the first command      is a comment

What differs from run to run is compared by its shape: times, durations, tokens; and key ids by being the same ones at
the same places. Each session gets an empty HOME, which is also its folder.
"""

import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

SHAPES = [
    (re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+"), "<token>"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"), "<instant>"),
    (re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ?"), "<time>"),
    # A key id may begin like a duration: 84h-vZ4R.
    (re.compile(r"(?<![\w-])((in )?\d+(\.\d+)?[wdhms](\d+[dhms])*( ago)?|now)(?![\w-])"), "<duration>"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "<64 hex>"),
    (re.compile(r"\b1[6-9]\d{8}\b"), "<seconds>"),
    (re.compile(r"\b\w+@[\w.-]+"), "<actor>"),
]
WORD = re.compile(r"[A-Za-z0-9_-]+|[^A-Za-z0-9_-]+")
BARS = re.compile(r"([█▒░╳│])\1+")


@dataclass
class Step:
    command: str
    line: int
    stdout: list = field(default_factory=list)
    stderr: list = field(default_factory=list)
    code: int = 0


def parse(path):
    steps, within = [], not path.name.endswith(".md")
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if path.name.endswith(".md"):
            if line.startswith("```"):
                within = line == "```console"
                continue
            if not within:
                continue
        if line.startswith("$ "):
            steps.append(Step(line[2:], number))
        elif not steps:
            if line and not line.startswith("#"):
                sys.exit(f"{path}:{number}: neither a comment nor a command")
        elif line.startswith("? "):
            steps[-1].code = int(line[2:])
        elif line.startswith("! "):
            steps[-1].stderr.append(line[2:])
        else:
            steps[-1].stdout.append(line)
    for step in steps:
        while step.stdout and step.stdout[-1] == "":
            step.stdout.pop()
    return steps


class Comparison:
    """Knows the key ids of the run, and which of the text's ids stand for them."""

    def __init__(self, known_kids):
        self.known, self.pairs = known_kids, {}

    def is_kid(self, word):
        return any(kid == word or kid[:8] == word for kid in self.known)

    def shape(self, line):
        for pattern, name in SHAPES:
            line = pattern.sub(name, line)
        # Of a timeline the order of its states counts, not their lengths.
        return re.sub(r" {2,}", "  ", BARS.sub(r"\1", line).rstrip())

    def same_line(self, expected, actual):
        expected, actual = WORD.findall(self.shape(expected)), WORD.findall(self.shape(actual))
        if len(expected) == len(actual):
            for i, (theirs, ours) in enumerate(zip(expected, actual)):
                # Where the run has an id, the text has to have one, and always the same.
                if self.is_kid(ours) and len(theirs) == len(ours) and self.pairs.setdefault(theirs, ours) == ours:
                    expected[i] = actual[i]
        pattern = ".*".join(re.escape(part) for part in "".join(expected).split("[..]"))
        return re.fullmatch(pattern, "".join(actual)) is not None

    def same(self, expected, actual):
        if not expected:
            return not actual
        if expected[0] == "...":
            return any(self.same(expected[1:], actual[i:]) for i in range(len(actual) + 1))
        return bool(actual) and self.same_line(expected[0], actual[0]) and self.same(expected[1:], actual[1:])


def run_session(binary, path):
    failures = 0
    with tempfile.TemporaryDirectory(prefix="jwtkeep-session-") as home:
        environment = {
            "HOME": home, "PATH": f"{binary.parent}:{os.environ['PATH']}", "LANG": "C.UTF-8", "TERM": "dumb",
            "SOURCE": os.environ.get("JWTKEEP_SOURCE_DIR", str(Path(__file__).resolve().parents[2])),
        }
        comparison = Comparison(set())
        for step in parse(path):
            done = subprocess.run(["sh", "-c", step.command], cwd=home, env=environment, capture_output=True, text=True,
                                  check=False, stdin=subprocess.DEVNULL, timeout=60)
            listed = subprocess.run([binary, "list", "--json"], cwd=home, env=environment, capture_output=True, text=True,
                                    check=False, stdin=subprocess.DEVNULL)
            comparison.known.update(re.findall(r'"kid": "([^"]+)"', listed.stdout))
            out, err = done.stdout.splitlines(), done.stderr.splitlines()
            while out and out[-1] == "":
                out.pop()
            if done.returncode == step.code and comparison.same(step.stdout, out) and comparison.same(step.stderr, err):
                continue
            failures += 1
            print(f"{path}:{step.line}: $ {step.command}")
            for name, expected, actual in (("stdout", step.stdout, out), ("stderr", step.stderr, err)):
                print(f"  expected on {name}:", *(f"\n    {line}" for line in expected))
                print(f"  got on {name}:", *(f"\n    {line}" for line in actual))
            print(f"  expected exit {step.code}, got {done.returncode}")
    return failures


def main():
    binary = Path(sys.argv[1]).resolve()
    failed = 0
    for name in sys.argv[2:]:
        path = Path(name)
        steps = len(parse(path))
        if steps == 0:
            sys.exit(f"{path}: no command in it")
        failures = run_session(binary, path)
        failed += failures
        print(f"{path.name}: {steps - failures} of {steps} commands as written")
    sys.exit(1 if failed else 0)


main()
