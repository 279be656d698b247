#!/usr/bin/env python3
"""Measures `jwtkeep crack` beside hashcat on this machine's processor, in the same run and on the same real tokens.

usage: crack.py JWTKEEP BENCH_CRACK FOLDER [--seconds S]

Each algorithm has a token of 109 bytes of signing input under a secret that is none of the candidates. jwtkeep tries a whole
mask, on one thread and on two, and a file of words of 8 to 10 letters; hashcat (mode 16500, its attack on a mask, not its
self-test -b) tries the same mask for S seconds (30) after its kernel is built. A rate is candidates by seconds of wall clock,
as each program reports them. FOLDER keeps the words.
"""

import argparse
import base64
import hashlib
import hmac
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

INPUT_BYTES = 109
WORDS = 24_000_000
# Large enough for ten seconds and more of one thread, small enough to end.
MASKS = {"HS256": "?l?l?l?l?l?l", "HS384": "?l?l?l?l?l?d", "HS512": "?l?l?l?l?l?d"}


def token_of(alg):
    encode = lambda data: base64.urlsafe_b64encode(data).rstrip(b"=")  # noqa: E731
    header = encode(json.dumps({"alg": alg, "typ": "JWT"}, separators=(",", ":")).encode())
    claims = {"sub": "1234567890", "name": "Joe Doe", "iat": 1516239022}
    payload = encode(json.dumps(claims, separators=(",", ":")).encode())
    signing_input = header + b"." + payload
    assert len(signing_input) == INPUT_BYTES
    tag = hmac.new(b"0 is no lower-case letter", signing_input, getattr(hashlib, "sha" + alg[2:])).digest()
    return (signing_input + b"." + encode(tag)).decode()


def own(binary, token, *options):
    """Candidates a second, as the program counts them."""
    with tempfile.TemporaryDirectory(prefix="jwtkeep-bench-") as home:
        done = subprocess.run([binary, "crack", token, *options, "--json"], capture_output=True, text=True, check=False,
                              env={"HOME": home, "PATH": "/usr/bin:/bin"})
    try:
        told = json.loads(done.stdout)
        return told["candidates"] / told["seconds"]
    except (ValueError, KeyError, ZeroDivisionError):
        sys.exit(f"jwtkeep crack ended with {done.returncode}: {done.stderr or done.stdout}")


def hashcat(token, mask, seconds):
    """Candidates a second between its first status with progress and its last; nothing without hashcat."""
    if shutil.which("hashcat") is None:
        return None
    with tempfile.TemporaryDirectory(prefix="jwtkeep-bench-") as folder:
        (Path(folder) / "token").write_text(token + "\n")
        running = subprocess.Popen(
            ["hashcat", "-m", "16500", "-a", "3", "token", mask, "--potfile-disable", "--status", "--status-json",
             "--status-timer", "1", "-w", "3", "--self-test-disable", "--session", "bench"],
            cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        first = last = None
        for line in running.stdout:
            begin = line.find("{")
            if begin < 0 or '"progress"' not in line:
                continue
            done = json.loads(line[begin:])["progress"][0]
            now = time.monotonic()
            if done > 0:
                first = first or (now, done)
                last = (now, done)
                if now - first[0] >= seconds:
                    break
        running.terminate()
        running.wait()
    if not first or last[0] == first[0]:
        return None
    return (last[1] - first[1]) / (last[0] - first[0])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("jwtkeep")
    parser.add_argument("bench_crack")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=30)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    words = options.folder / "words"
    if not words.exists():
        subprocess.run([options.bench_crack, "--words", words, "--count", str(WORDS)], check=True)

    print("| M candidates/s | jwtkeep, 1 thread | 2 threads | times | hashcat, all cores |\n|---|---|---|---|---|")
    for alg, mask in MASKS.items():
        token = token_of(alg)
        one = own(options.jwtkeep, token, "--mask", mask, "--threads", "1")
        two = own(options.jwtkeep, token, "--mask", mask, "--threads", "2")
        other = hashcat(token, mask, options.seconds)
        other = "not measured" if other is None else f"{other / 1e6:.2f}"
        print(f"| {alg}, mask {mask} | {one / 1e6:.2f} | {two / 1e6:.2f} | {two / one:.2f} | {other} |", flush=True)
    token = token_of("HS256")
    one = own(options.jwtkeep, token, "--wordlist", str(words), "--threads", "1")
    two = own(options.jwtkeep, token, "--wordlist", str(words), "--threads", "2")
    print(f"| HS256, {WORDS / 1e6:.0f} M words | {one / 1e6:.2f} | {two / 1e6:.2f} | {two / one:.2f} | |")


if __name__ == "__main__":
    main()
