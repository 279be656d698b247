#!/usr/bin/env python3
"""Runs constant_time under valgrind: no case may depend on a secret, and every control has to be reported.

Usage: run.py PROGRAM. Exit 77 (skipped) where there is no valgrind."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

REPORTED = 99
SKIPPED = 77
SUPPRESSIONS = Path(__file__).with_name("verdicts.supp")
CONTROLS = ("branch", "index", "compare")


def under_valgrind(valgrind, program, *arguments):
    environment = dict(os.environ)
    # What valgrind 3.19 cannot follow is hidden from OpenSSL, whatever machine this is: AVX-512 and the SHA extensions
    # (word 2: bits 16 AVX512F, 17 AVX512DQ, 21 IFMA, 29 SHA, 30 AVX512BW, 31 AVX512VL).
    environment["OPENSSL_ia32cap"] = ":~0xe0230000"
    return subprocess.run([valgrind, "--quiet", f"--error-exitcode={REPORTED}", "--num-callers=30",
                           f"--suppressions={SUPPRESSIONS}", program, *arguments],
                          env=environment, capture_output=True, text=True, timeout=300, check=False)


def main(program):
    valgrind = shutil.which("valgrind")
    if valgrind is None:
        print("skipped: there is no valgrind (tools/packages.txt)")
        return SKIPPED
    done = under_valgrind(valgrind, program)
    print(done.stdout, end="")
    if done.returncode != 0:
        print(done.stderr, end="")
        print(f"exit {done.returncode}")
        return 1
    for control in CONTROLS:
        done = under_valgrind(valgrind, program, "--control", control)
        if done.returncode != REPORTED:
            print(f"the control '{control}' was not reported (exit {done.returncode}): this check cannot fail")
            print(done.stdout, done.stderr)
            return 1
        print(f"control '{control}': reported, as it has to be")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
