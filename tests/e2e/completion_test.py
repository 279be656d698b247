#!/usr/bin/env python3
"""The completion scripts, asked by the shells that load them."""

import os
import pty
import select
import shutil
import subprocess
import time
import unittest
from pathlib import Path

import keep


class Completion(keep.Case):
    def setUp(self):
        super().setUp()
        self.keep.run("new", "orders/prod")
        self.environment = {**self.keep.environment, "TERM": "dumb",
                            "PATH": f"{Path(keep.BINARY).parent}:{os.environ['PATH']}"}

    def script(self, shell, name):
        path = self.keep.folder / name
        path.write_bytes(self.keep.run("completion", shell).stdout)
        return path

    def output(self, *command):
        done = subprocess.run(command, env=self.environment, capture_output=True, check=False, timeout=60,
                              stdin=subprocess.DEVNULL)
        self.assertEqual((done.returncode, done.stderr), (0, b""), command)
        return [line.split("\t")[0] for line in done.stdout.decode().splitlines()]

    def bash(self, *words):
        script = self.script("bash", "completion.bash")
        quoted = " ".join(f"'{word}'" for word in words)
        return self.output("bash", "-c", f"source {script} && complete -p jwtkeep >/dev/null && COMP_WORDS=({quoted}) && "
                                         f"COMP_CWORD={len(words) - 1} && _jwtkeep && printf '%s\\n' \"${{COMPREPLY[@]}}\"")

    def fish(self, line):
        script = self.script("fish", "completion.fish")
        return self.output("fish", "--no-config", "-c", f"source {script}; complete -C '{line}'")

    def test_bash(self):
        self.assertEqual(self.bash("jwtkeep", "ro"), ["rotate"])
        self.assertEqual(self.bash("jwtkeep", "log", "v"), ["verify"])
        self.assertEqual(self.bash("jwtkeep", "rotate", "--du"), ["--due"])
        self.assertEqual(self.bash("jwtkeep", "--json", "show", "or"), ["orders/prod"])
        self.assertEqual(self.bash("jwtkeep", "judge", "--file", str(self.keep.store)), [str(self.keep.store)])
        self.assertEqual(self.bash("jwtkeep", "new", "web/prod", "--verifiers", "node-"), ["node-jwks-rsa"])
        self.assertEqual(self.bash("jwtkeep", "new", "web/prod", "--verifiers", "jose,kong,spr"), ["jose,kong,spring"])
        offered = self.bash("jwtkeep", "rotate", "")
        self.assertEqual(len(offered), len(set(offered)), f"something is offered twice: {offered}")

    @unittest.skipUnless(shutil.which("fish"), "fish is not installed")
    def test_fish(self):
        self.assertEqual(self.fish("jwtkeep ro"), ["rotate"])
        self.assertEqual(self.fish("jwtkeep log v"), ["verify"])
        self.assertEqual(self.fish("jwtkeep rotate --du"), ["--due"])
        self.assertEqual(self.fish("jwtkeep show or"), ["orders/prod"])
        self.assertEqual(self.fish("jwtkeep new web/prod --verifiers node-"), ["node-jwks-rsa"])
        self.assertEqual(self.fish("jwtkeep new web/prod --verifiers jose,kong,spr"), ["jose,kong,spring"])
        self.assertEqual(self.fish(f"jwtkeep judge --file {self.keep.store}"), [str(self.keep.store)])

    @unittest.skipUnless(shutil.which("zsh"), "zsh is not installed")
    def test_zsh(self):
        """Only a zsh with a terminal completes: it gets one, and the tabulator is pressed."""
        self.script("zsh", "_jwtkeep")
        start = (f"fpath=({self.keep.folder} $fpath); autoload -Uz compinit; compinit -u -d {self.keep.folder}/dump; "
                 "unsetopt zle_bracketed_paste; PS1=; echo rea''dy\n")
        child, terminal = pty.fork()
        if child == 0:
            os.execvpe("zsh", ["zsh", "-f", "-i"], self.environment)
        self.addCleanup(os.waitpid, child, 0)
        self.addCleanup(os.close, terminal)
        os.write(terminal, start.encode())
        self.seen_until(terminal, b"ready\r\n")
        for line, whole in ((b"jwtkeep ro\t", b"jwtkeep rotate"), (b"jwtkeep log v\t", b"jwtkeep log verify"),
                            (b"jwtkeep rotate --du\t", b"jwtkeep rotate --due"),
                            (b"jwtkeep show or\t", b"jwtkeep show orders/prod"),
                            (b"jwtkeep new web/prod --verifiers spr\t", b"jwtkeep new web/prod --verifiers spring"),
                            (b"jwtkeep new web/prod --verifiers jose,kong,spr\t",
                             b"jwtkeep new web/prod --verifiers jose,kong,spring")):
            # What stands on the line is shown back by quoting it: `print -r -- "..."`.
            os.write(terminal, b"\x15" + line + b"\x01print -r -- 'got: \x05'\n")
            self.seen_until(terminal, b"got: " + whole)

    def seen_until(self, terminal, wanted):
        seen, end = b"", time.monotonic() + 60
        while wanted not in seen:
            if not select.select([terminal], [], [], max(0, end - time.monotonic()))[0]:
                self.fail(f"zsh did not show {wanted}: {seen[-600:]}")
            seen += os.read(terminal, 4096)


if __name__ == "__main__":
    unittest.main(verbosity=2)
