"""One measured program: started once, asked line by line.

Each is started as `PROGRAM FOLDER` with the keys and tokens of material.py in FOLDER, and answers one line to each line:

    version               its version, and what it computes with
    check ALG NAME        `accepted SUB`, or `refused WHY`, for the token ALG.NAME.jwt
    token ALG             `token JWT`: the claims of claims.json, signed
    verify ALG N          `ns X`: of one full verification (parse, signature, exp, iss, aud, sub out), from N in a row
    sign ALG N            `ns X`: of one token from the claims object, from N in a row
    hit ALG N             the same for a verification that its cache of verified tokens answers
    batch ALG N           the same of one token, 256 being verified in one call
    hostile.NAME ALG N    `ns X`: of one refusal of the token hostile.NAME.jwt
    quit

Anything that it does not have it answers with `unsupported WHY`. Each measures with the clock of the processor's
time for its whole process: on one core that is the time that passes, less what other processes take.
"""

import os
import select
import subprocess

ANSWER_TIMEOUT_S = 120


class PeerFailed(Exception):
    """A program that died, or said what is no answer."""


class Unsupported(Exception):
    """The program lacks what it was asked for; says why."""


class Peer:
    def __init__(self, entry, folders, material_folder):
        self.name, self.warm_up_s = entry.name, entry.warm_up_s
        # One core for all of Go too; its garbage collector works there, and its time counts.
        environment = os.environ | {"GOMAXPROCS": "1"}
        self.process = subprocess.Popen(
            [*entry.command(folders), str(material_folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            bufsize=0,
        )
        self.pending = b""

    def ask(self, line):
        try:
            self.process.stdin.write(line.encode() + b"\n")
        except BrokenPipeError:
            raise PeerFailed(f"{self.name} is gone, asked `{line}`") from None
        while b"\n" not in self.pending:
            ready, _, _ = select.select([self.process.stdout], [], [], ANSWER_TIMEOUT_S)
            piece = os.read(self.process.stdout.fileno(), 65536) if ready else b""
            if not piece:
                raise PeerFailed(f"{self.name} gave no answer to `{line}`")
            self.pending += piece
        answer, _, self.pending = self.pending.partition(b"\n")
        return answer.decode(errors="replace").strip()

    def _ask_for(self, kind, line):
        word, _, rest = self.ask(line).partition(" ")
        if word == "unsupported":
            raise Unsupported(rest)
        if word != kind:
            raise PeerFailed(f"{self.name} answered `{word} {rest}` to `{line}`")
        return rest

    def version(self):
        return self.ask("version")

    def token(self, alg):
        return self._ask_for("token", f"token {alg}")

    def nanoseconds(self, work, alg, times):
        return float(self._ask_for("ns", f"{work} {alg} {times}"))

    def check(self, alg, name):
        """(accepted, what it said)."""
        word, _, rest = self.ask(f"check {alg} {name}").partition(" ")
        if word == "unsupported":
            raise Unsupported(rest)
        if word not in ("accepted", "refused"):
            raise PeerFailed(f"{self.name} answered `{word} {rest}` to a check")
        return word == "accepted", rest

    def close(self):
        try:
            self.process.stdin.write(b"quit\n")
        except BrokenPipeError:
            pass  # it is gone already
        self.process.stdin.close()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
