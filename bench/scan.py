#!/usr/bin/env python3
"""Measures `jwtkeep scan` beside ripgrep, gitleaks and kingfisher, in the same run and on the same files.

usage: scan.py JWTKEEP FOLDER [--rounds N] [--peers FOLDER]

FOLDER holds what is scanned, and is filled once (bench/scan_material.py): mixed source of this machine, and a repository of
5,000 commits with about 770 MB of blobs. Each number is the best of N rounds (5) with warm file caches; peers run once: of
gitleaks that takes minutes. Memory is the largest sum of the resident memory of a program and of what it has started. A
history is set beside the time that `git cat-file --batch-all-objects --batch --unordered --buffer` takes to write all objects
to /dev/null. PEERS may hold `gitleaks` and `kingfisher`; those that are neither there nor on PATH are left out.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MATERIAL = Path(__file__).with_name("scan_material.py")


def descendants(pid):
    found = [pid]
    try:
        for task in os.listdir(f"/proc/{pid}/task"):
            for child in Path(f"/proc/{pid}/task/{task}/children").read_text().split():
                found += descendants(int(child))
    except OSError:
        pass
    return found


def resident(pid):
    total = 0
    for each in descendants(pid):
        try:
            total += int(Path(f"/proc/{each}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, IndexError):
            pass
    return total


def seconds(words, good=(0, 1), **more):
    begun = time.perf_counter()
    done = subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False, **more)
    took = time.perf_counter() - begun
    if done.returncode not in good:
        sys.exit(f"{' '.join(map(str, words))} ended with {done.returncode}: {done.stderr.decode(errors='replace')[:500]}")
    return took


def memory(words, **more):
    return once(words, **more)[1]


def once(words, good=None, **more):
    """Seconds and memory of one run: looking at it costs a small part of a core."""
    begun = time.perf_counter()
    running = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)
    most = 0
    while running.poll() is None:
        most = max(most, resident(running.pid))
        time.sleep(0.002)
    if good is not None and running.returncode not in good:
        print(f"  {Path(words[0]).name} ended with {running.returncode}")
    return time.perf_counter() - begun, most


def best(rounds, words, **more):
    return min(seconds(words, **more) for _ in range(rounds))


def row(name, took, amount=None, most=None, beside=None):
    rate = f"{amount / took / 1e6:7.0f} MB/s" if amount else " " * 12
    held = f"{most / (1 << 20):6.0f} MiB" if most else " " * 10
    times = f"   {took / beside:5.2f} x" if beside else ""
    print(f"  {name:42} {took * 1000:9.1f} ms {rate} {held}{times}", flush=True)


def find(program, peers):
    beside = Path(peers or ".", program)
    return str(beside) if peers and beside.exists() else shutil.which(program)


def peers_of(folder, kind, where, home):
    """Words of each peer that is there, and its good exit codes."""
    peers = []
    if kind == "folder" and (ripgrep := find("rg", folder)):
        for threads in (1, 2):
            peers.append((f"ripgrep, one literal, {threads} thread(s)",
                          [ripgrep, "-j", str(threads), "--no-ignore", "--hidden", "-c", "nobody writes this", where], (0, 1)))
    if gitleaks := find("gitleaks", folder):
        verb = {"folder": "dir", "history": "git"}[kind]
        peers.append(("gitleaks", [gitleaks, verb, where, "--no-banner", "--exit-code", "0"], (0,)))
    if kingfisher := find("kingfisher", folder):
        common = ["--no-validate", "--no-update-check", "--format", "json", "--output", os.path.join(home, "k.json")]
        for threads in (1, 2):
            peers.append((f"kingfisher, {threads} job(s)",
                          [kingfisher, "scan", where, "--jobs", str(threads), *common], (0, 200, 205)))
    return peers


def size_of(folder):
    return sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file() and not path.is_symlink())


def staged_repository(folder):
    """A repository as people have them, with a usual commit in its index: five files, one of them new."""
    subprocess.run(["git", "init", "-q", folder], check=True)
    git = ["git", "-C", folder, "-c", "user.name=n", "-c", "user.email=e@example.org"]
    for number in range(300):
        path = Path(folder, f"part{number % 10}", f"file{number}.py")
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(f"value_{line} = compute({line}, {number})\n" for line in range(200)))
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-qm", "first"], check=True)
    for number in range(4):
        with open(Path(folder, f"part{number}", f"file{number}.py"), "a", encoding="ascii") as file:
            file.write('SECRET_KEY = os.environ["SECRET_KEY"]\n')
    Path(folder, "new.py").write_text("print('new')\n")
    subprocess.run([*git, "add", "."], check=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("jwtkeep")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peers")
    given = parser.parse_args()
    given.peers = given.peers and os.path.abspath(given.peers)
    given.jwtkeep = os.path.abspath(given.jwtkeep)  # one of them runs in another folder
    given.folder.mkdir(parents=True, exist_ok=True)
    source, history = given.folder / "source", given.folder / "history.git"
    subprocess.run([sys.executable, MATERIAL, "folder", source], check=True)
    subprocess.run([sys.executable, MATERIAL, "repository", history], check=True)

    with tempfile.TemporaryDirectory(prefix="jwtkeep-bench-") as home:
        env = {"HOME": home, "PATH": os.environ["PATH"], "GIT_CONFIG_NOSYSTEM": "1"}
        scan = [given.jwtkeep, "scan"]

        print("start")
        empty = Path(home, "empty")
        empty.mkdir()
        (empty / "a.py").write_text("x = 1\n")
        row("jwtkeep scan, a folder of one line", best(4 * given.rounds, [*scan, str(empty)], env=env))
        row("jwtkeep --version", best(4 * given.rounds, [given.jwtkeep, "--version"], env=env))

        amount = size_of(source)
        print(f"a folder of mixed source, {amount / 1e6:.0f} MB")
        for threads in (1, 2):
            words = [*scan, "--threads", str(threads), "--no-ignore", str(source)]
            row(f"jwtkeep scan, {threads} thread(s)", best(given.rounds, words, env=env), amount, memory(words, env=env))
        for name, words, good in peers_of(given.peers, "folder", str(source), home):
            took, most = once(words, good, env=env)
            row(name, took, amount, most)

        print("a usual commit, staged")
        staged = os.path.join(home, "staged")
        staged_repository(staged)
        row("jwtkeep scan --staged", best(4 * given.rounds, [*scan, "--staged"], env=env, cwd=staged))
        if gitleaks := find("gitleaks", given.peers):
            words = [gitleaks, "git", "--staged", "--no-banner", "--exit-code", "0"]
            row("gitleaks git --staged", best(given.rounds, words, env=env, cwd=staged))

        objects = ["git", "-C", str(history), "cat-file", "--batch-all-objects", "--batch", "--unordered", "--buffer"]
        reading = best(given.rounds, objects, env=env)
        print("a history of 5,000 commits")
        row("git cat-file, all objects", reading, None, memory(objects, env=env))
        for threads in (1, 2):
            words = [*scan, "--threads", str(threads), "--history", str(history)]
            row(f"jwtkeep scan --history, {threads} thread(s)", best(given.rounds, words, env=env), None,
                memory(words, env=env), reading)
        for name, words, good in peers_of(given.peers, "history", str(history), home):
            took, most = once(words, good, env=env)
            row(name, took, None, most, reading)


main()
