#!/usr/bin/env python3
"""Runs a session at the command line and compares what is printed, stream by stream.

    session.py BINARY FILE...

A .txt file is one session; of a .md file every ```console block is part of one, and a block with title="NAME" (```python
title="service.py") becomes the file NAME before the commands behind it. In a session

    $ jwtkeep verify orders/prod TOKEN     is a command, given to sh with BINARY's folder first on the PATH
    a line                                 is expected on stdout
    ! a line                               is expected on stderr
    ? 1                                    is the expected exit code (0 where it is not given)
    ...                                    stands for any number of lines, [..] for anything within a line
    # a line before the first command      is a comment

What differs from run to run is compared by its shape: times, durations, tokens; and key ids by being the same ones at
the same places. Each session gets an empty HOME, which is also its folder. The port 8008 stands for one that is free. What a
session has started in the background ends with it. A file that says <!-- needs: vault --> finds OpenBao (JWTKEEP_OPENBAO) under
that name; where there is none it is skipped (77), but fails with CI=true.
"""

import contextlib
import os
import re
import signal
import socket
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
TITLE = re.compile(r'```\w+ title="([^"/]+)"')
PORT = "8008"
NEEDS_VAULT = "<!-- needs: vault -->"
SKIPPED = 77


@dataclass
class Page:
    """A file that the text shows."""
    name: str
    lines: list = field(default_factory=list)


@dataclass
class Step:
    command: str
    line: int
    pages: list = field(default_factory=list)
    stdout: list = field(default_factory=list)
    stderr: list = field(default_factory=list)
    code: int = 0


def parse(path):
    steps, pages, page, within = [], [], None, not path.name.endswith(".md")
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if path.name.endswith(".md"):
            if line.startswith("```"):
                title = TITLE.fullmatch(line)
                page = Page(title[1]) if title else None
                pages += [page] if page else []
                within = line == "```console"
                continue
            if page:
                page.lines.append(line)
            if not within:
                continue
        if line.startswith("$ "):
            steps.append(Step(line[2:], number, pages))
            pages = []
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


def vault_of(path):
    """The OpenBao that a file asks for; nothing where it asks for none."""
    if NEEDS_VAULT not in path.read_text(encoding="utf-8"):
        return None
    bao = os.environ.get("JWTKEEP_OPENBAO", "")
    if not os.access(bao, os.X_OK):
        print(f"{path.name}: no OpenBao; tools/install_openbao.sh installs one, and JWTKEEP_OPENBAO names it")
        sys.exit(1 if os.environ.get("CI") == "true" else SKIPPED)
    return bao


def free_port():
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return str(asking.getsockname()[1])


@contextlib.contextmanager
def its_processes():
    """A list for the leaders of process groups; what is left of each group ends at the end."""
    leaders = []
    try:
        yield leaders
    finally:
        for leader in leaders:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(leader, signal.SIGKILL)


def run_step(step, home, environment, leaders):
    command = step.command.replace(PORT, environment["PORT"])
    with subprocess.Popen(["sh", "-c", command], cwd=home, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True, stdin=subprocess.DEVNULL, start_new_session=True) as process:
        leaders.append(process.pid)
        try:
            out, err = process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            out, err = process.communicate()
            err += "\n(ended after a minute)"
    port = re.compile(rf"\b{environment['PORT']}\b")
    return process.returncode, *([port.sub(PORT, line) for line in text.splitlines()] for text in (out, err))


def run_session(binary, path):
    failures = 0
    with tempfile.TemporaryDirectory(prefix="jwtkeep-session-") as home, its_processes() as leaders:
        # Debian's own python3 has the packages that are installed for the tests.
        environment = {
            "HOME": home, "PATH": f"{binary.parent}:/usr/bin:{os.environ['PATH']}", "LANG": "C.UTF-8", "TERM": "dumb",
            "PORT": free_port(),
            "SOURCE": os.environ.get("JWTKEEP_SOURCE_DIR", str(Path(__file__).resolve().parents[2])),
        }
        if vault := vault_of(path):
            tools = Path(home, ".tools")
            tools.mkdir()
            (tools / "vault").symlink_to(vault)
            environment["PATH"] = f"{tools}:{environment['PATH']}"
        comparison = Comparison(set())
        for step in parse(path):
            for page in step.pages:
                text = "\n".join(page.lines) + "\n"
                Path(home, page.name).write_text(text.replace(PORT, environment["PORT"]), encoding="utf-8")
            code, out, err = run_step(step, home, environment, leaders)
            listed = subprocess.run([binary, "list", "--json"], cwd=home, env=environment, capture_output=True, text=True,
                                    check=False, stdin=subprocess.DEVNULL)
            comparison.known.update(re.findall(r'"kid": "([^"]+)"', listed.stdout))
            while out and out[-1] == "":
                out.pop()
            if code == step.code and comparison.same(step.stdout, out) and comparison.same(step.stderr, err):
                continue
            failures += 1
            print(f"{path}:{step.line}: $ {step.command}")
            for name, expected, actual in (("stdout", step.stdout, out), ("stderr", step.stderr, err)):
                print(f"  expected on {name}:", *(f"\n    {line}" for line in expected))
                print(f"  got on {name}:", *(f"\n    {line}" for line in actual))
            print(f"  expected exit {step.code}, got {code}")
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
